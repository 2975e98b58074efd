package dev.vestibule.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An event as it was recorded.
 *
 * @param detail further facts, by name
 * @param changes what was changed, by field
 */
public record AuditRecord(long id, Instant occurredAt, String kind, String outcome, @Nullable String reason,
		@Nullable UUID account, @Nullable String client, @Nullable String source, @Nullable String device,
		Map<String, Object> detail, Map<String, Object> changes) {

	/**
	 * What is shown of it, by name.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id);
		fields.put("occurred_at", this.occurredAt.toString());
		fields.put("kind", this.kind);
		fields.put("outcome", this.outcome);
		put(fields, "reason", this.reason);
		put(fields, "account", (this.account != null) ? this.account.toString() : null);
		put(fields, "client", this.client);
		put(fields, "source", this.source);
		put(fields, "device", this.device);
		fields.put("detail", this.detail);
		if (!this.changes.isEmpty()) {
			fields.put("changes", this.changes);
		}
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable String value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

}
