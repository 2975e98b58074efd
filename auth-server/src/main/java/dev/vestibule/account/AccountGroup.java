package dev.vestibule.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group that accounts may be in.
 *
 * @param roles what each member has besides its own, by name
 */
public record AccountGroup(String name, String description, List<String> roles, ManagedBy managedBy,
		Instant createdAt) {

	/**
	 * What is shown of it, by name.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("name", this.name);
		fields.put("description", this.description);
		fields.put("roles", this.roles);
		fields.put("managed_by", this.managedBy.label());
		fields.put("created_at", this.createdAt.getEpochSecond());
		return fields;
	}

}
