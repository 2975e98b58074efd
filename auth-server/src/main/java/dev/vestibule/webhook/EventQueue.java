package dev.vestibule.webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.audit.AuditListener;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes each event down for the webhooks that want it, within the transaction that
 * records it: what is rolled back was never told. Where none wants it, nothing is asked
 * of the database.
 */
@Component
class EventQueue implements AuditListener {

	static final String SUBJECT = "webhook";

	private static final String ENQUEUE = """
			INSERT INTO webhook_delivery (webhook_id, kind, payload)
			SELECT id, :kind, :payload FROM unnest(:webhooks::uuid[]) AS id
			""";

	private final JdbcClient jdbc;

	private final Remembered<List<Wish>> wishes;

	private final JsonMapper json = JsonMapper.shared();

	EventQueue(JdbcClient jdbc, Versions versions) {
		this.jdbc = jdbc;
		this.wishes = new Remembered<>(versions, SUBJECT, this::load);
	}

	/**
	 * Whether anybody is told anything.
	 */
	boolean isUsed() {
		return !this.wishes.get().isEmpty();
	}

	@Override
	public boolean wants(String kind) {
		return this.wishes.get().stream().anyMatch((wish) -> wish.includes(kind));
	}

	@Override
	public void recorded(AuditRecord event) {
		String[] webhooks = this.wishes.get()
			.stream()
			.filter((wish) -> wish.includes(event.kind()))
			.map((wish) -> wish.webhook().toString())
			.toArray(String[]::new);
		Map<String, Object> payload = payload(event.kind(), event.occurredAt().toString(), event.fields());
		this.jdbc.sql(ENQUEUE)
			.param("webhooks", webhooks)
			.param("kind", event.kind())
			.param("payload", this.json.writeValueAsString(payload))
			.update();
	}

	/**
	 * What is sent, in the structure that the Standard Webhooks specification recommends.
	 */
	static Map<String, Object> payload(String kind, String time, Map<String, Object> data) {
		Map<String, Object> payload = new LinkedHashMap<>();
		payload.put("type", kind);
		payload.put("timestamp", time);
		payload.put("data", data);
		return payload;
	}

	private List<Wish> load() {
		return this.jdbc.sql("SELECT id, kinds FROM webhook WHERE enabled")
			.query((row, number) -> new Wish(row.getObject("id", UUID.class),
					List.of((String[]) row.getArray("kinds").getArray())))
			.list();
	}

	/**
	 * What a webhook wants to be told.
	 */
	private record Wish(UUID webhook, List<String> kinds) {

		boolean includes(String kind) {
			return Webhook.wants(this.kinds, kind);
		}

	}

}
