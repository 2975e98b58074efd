package dev.vestibule.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.webhook.Delivery.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What was sent to webhooks and what waits for it, for administrators: what has become of
 * each, and what can be done about it.
 */
@Repository
public class Deliveries {

	public static final String TEST = "webhook.test";

	private static final String SEARCH = """
			SELECT * FROM webhook_delivery
			WHERE webhook_id = :webhook AND number < :before AND (:state::text IS NULL OR state = :state)
			ORDER BY number DESC LIMIT :limit
			""";

	private static final String FIND = "SELECT * FROM webhook_delivery WHERE webhook_id = :webhook AND id = :id";

	private static final String ENQUEUE = """
			INSERT INTO webhook_delivery (webhook_id, kind, payload) VALUES (:webhook, :kind, :payload) RETURNING *
			""";

	// Under its former id, so that a receiver that has it knows it again.
	private static final String REQUEUE = """
			UPDATE webhook_delivery SET state = 'queued', attempts = 0, reason = NULL, status = NULL, delivered_at = NULL,
			    queued_at = now(), next_attempt_at = now()
			WHERE webhook_id = :webhook AND id = :id AND state IN ('delivered', 'failed')
			RETURNING *
			""";

	private static final String RESUME = "UPDATE webhook SET resume_at = now() WHERE id = :webhook";

	private final JdbcClient jdbc;

	private final Scheduler scheduler;

	private final AuditLog audit;

	private final JsonMapper json = JsonMapper.shared();

	Deliveries(JdbcClient jdbc, Scheduler scheduler, AuditLog audit) {
		this.jdbc = jdbc;
		this.scheduler = scheduler;
		this.audit = audit;
	}

	/**
	 * A webhook's deliveries, newest first.
	 * @param state null does not matter
	 * @param before the number behind which to begin
	 */
	public List<Delivery> search(UUID webhook, @Nullable State state, long before, int limit) {
		return this.jdbc.sql(SEARCH)
			.param("webhook", webhook)
			.param("state", (state != null) ? state.label() : null)
			.param("before", before)
			.param("limit", limit)
			.query(Deliveries::map)
			.list();
	}

	public Optional<Delivery> find(UUID webhook, UUID id) {
		return this.jdbc.sql(FIND).param("webhook", webhook).param("id", id).query(Deliveries::map).optional();
	}

	/**
	 * Sends a webhook something that is no event, to see whether it arrives.
	 * @param by who does it, for the audit log
	 */
	@Transactional
	public Delivery test(UUID webhook, String by) {
		Map<String, Object> payload = EventQueue.payload(TEST, Instant.now().toString(),
				Map.of("webhook", webhook.toString()));
		Delivery delivery = this.jdbc.sql(ENQUEUE)
			.param("webhook", webhook)
			.param("kind", TEST)
			.param("payload", this.json.writeValueAsString(payload))
			.query(Deliveries::map)
			.single();
		wake(webhook);
		record("webhook.tested", webhook, delivery.id(), by);
		return delivery;
	}

	/**
	 * Sends something again that arrived or was given up.
	 * @param by who does it, for the audit log
	 * @return empty if it is under way
	 */
	@Transactional
	public Optional<Delivery> redeliver(UUID webhook, UUID id, String by) {
		Optional<Delivery> delivery = this.jdbc.sql(REQUEUE)
			.param("webhook", webhook)
			.param("id", id)
			.query(Deliveries::map)
			.optional();
		delivery.ifPresent((queued) -> {
			wake(webhook);
			record("webhook.redelivered", webhook, id, by);
		});
		return delivery;
	}

	/**
	 * Has the courier go as soon as the transaction has committed, whatever failed
	 * before.
	 */
	private void wake(UUID webhook) {
		this.jdbc.sql(RESUME).param("webhook", webhook).update();
		this.scheduler.scheduleIfNotExists(Courier.TASK.instance(webhook.toString()).scheduledTo(Instant.now()));
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				Deliveries.this.scheduler.triggerCheckForDueExecutions();
			}

		});
	}

	private void record(String kind, UUID webhook, UUID delivery, String by) {
		this.audit.record(AuditEvent.success(kind)
			.detail(Map.of("by", by, "webhook", webhook.toString(), "delivery", delivery.toString())));
	}

	private static Delivery map(ResultSet row, int number) throws SQLException {
		State state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
		return new Delivery(row.getObject("id", UUID.class), row.getLong("number"), row.getString("kind"), state,
				row.getInt("attempts"), row.getObject("status", Integer.class), row.getString("reason"),
				row.getTimestamp("created_at").toInstant(),
				state.isOver() ? null : row.getTimestamp("next_attempt_at").toInstant(),
				Webhooks.time(row, "delivered_at"), row.getString("payload"));
	}

}
