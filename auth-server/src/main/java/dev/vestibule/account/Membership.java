package dev.vestibule.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A role that accounts may have, or a group that they may be in; what it means is up to
 * the clients that are told of it.
 *
 * @param roles of a group, what each member has besides its own, by name; null for a role
 * @param enabled whether anybody is said to have it, or to be in it
 */
public record Membership(String name, String description, @Nullable List<String> roles, boolean enabled,
		ManagedBy managedBy, Instant createdAt) {

	/**
	 * What is shown of it, by name.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("name", this.name);
		fields.put("description", this.description);
		if (this.roles != null) {
			fields.put("roles", this.roles);
		}
		fields.put("enabled", this.enabled);
		fields.put("managed_by", this.managedBy.label());
		fields.put("created_at", this.createdAt.getEpochSecond());
		return fields;
	}

	/**
	 * The roles that come with it; a role comes with none.
	 */
	public Set<String> givenRoles() {
		return (this.roles != null) ? Set.copyOf(this.roles) : Set.of();
	}

	boolean is(String description, Set<String> roles) {
		return this.description.equals(description) && givenRoles().equals(roles);
	}

}
