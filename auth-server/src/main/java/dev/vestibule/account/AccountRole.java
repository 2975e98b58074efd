package dev.vestibule.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A role that accounts may have; what it means is up to the clients that are told of it.
 */
public record AccountRole(String name, String description, ManagedBy managedBy, Instant createdAt) {

	/**
	 * What is shown of it, by name.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("name", this.name);
		fields.put("description", this.description);
		fields.put("managed_by", this.managedBy.label());
		fields.put("created_at", this.createdAt.getEpochSecond());
		return fields;
	}

}
