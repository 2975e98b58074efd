package dev.vestibule.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.client.Client.ManagedBy;

/**
 * A resource server as it is kept.
 *
 * @param id what it is called where its URI cannot stand
 * @param enabled whether its scopes are granted
 */
public record RegisteredResourceServer(UUID id, ResourceServer server, boolean enabled, ManagedBy managedBy,
		Instant createdAt) {

	/**
	 * What is shown of it.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id.toString());
		fields.putAll(this.server.fields());
		fields.put("enabled", this.enabled);
		fields.put("managed_by", this.managedBy.label());
		fields.put("created_at", this.createdAt.getEpochSecond());
		return fields;
	}

}
