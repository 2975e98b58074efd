package dev.vestibule.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.freshness.Versions;
import dev.vestibule.webhook.Webhook.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The webhooks as the database has them, for those who register them.
 */
@Repository
public class Webhooks {

	/**
	 * So many may be registered: an event is written down for each that wants it, by whom
	 * it happens to.
	 */
	public static final int MOST = 20;

	private static final String SELECT = """
			SELECT webhook.*, (SELECT count(*) FROM (SELECT FROM webhook_delivery delivery
			    WHERE delivery.webhook_id = webhook.id AND state IN ('queued', 'retrying') LIMIT 1000) AS first) AS waiting,
			    (SELECT max(secret.created_at) FROM webhook_secret secret WHERE secret.webhook_id = webhook.id)
			        AS secret_created_at
			FROM webhook
			""";

	private static final String LIST = SELECT
			+ """
					WHERE url > :after
					    AND (:words::text IS NULL OR position(lower(:words) IN lower(url || chr(10) || coalesce(description, ''))) > 0)
					ORDER BY url LIMIT :limit
					""";

	private static final String INSERT = """
			INSERT INTO webhook (url, description, kinds, enabled) SELECT :url, :description, :kinds, :enabled
			WHERE (SELECT count(*) FROM webhook) < :most
			RETURNING id
			""";

	private static final String UPDATE = """
			UPDATE webhook SET url = :url, description = :description, kinds = :kinds, enabled = :enabled, failures = 0,
			    failing = false, reason = NULL, resume_at = now()
			WHERE id = :id
			""";

	private final JdbcClient jdbc;

	private final WebhookSecrets secrets;

	private final AuditLog audit;

	private final Versions versions;

	Webhooks(JdbcClient jdbc, WebhookSecrets secrets, AuditLog audit, Versions versions) {
		this.jdbc = jdbc;
		this.secrets = secrets;
		this.audit = audit;
		this.versions = versions;
	}

	/**
	 * The webhooks in the order of their addresses.
	 * @param words what the address or the description contains; null does not matter
	 * @param after the address behind which to begin; an empty one begins at the first
	 */
	public List<Webhook> list(@Nullable String words, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("words", words)
			.param("after", after)
			.param("limit", limit)
			.query(Webhooks::map)
			.list();
	}

	public Optional<Webhook> find(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(Webhooks::map).optional();
	}

	/**
	 * The webhook as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Webhook> findToChange(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE OF webhook")
			.param("id", id)
			.query(Webhooks::map)
			.optional();
	}

	/**
	 * Registers a webhook.
	 * @param by who does it, for the audit log
	 * @return empty if there are {@link #MOST} already
	 * @throws DuplicateKeyException if there is one with this address
	 */
	@Transactional
	public Optional<NewWebhook> register(Settings settings, String by) {
		this.versions.changed();
		return write(INSERT, settings).param("most", MOST).query(UUID.class).optional().map((id) -> {
			String secret = this.secrets.add(id);
			Webhook webhook = find(id).orElseThrow();
			record("webhook.created", id, Map.of(), webhook.fields(), by);
			return new NewWebhook(webhook, secret);
		});
	}

	/**
	 * Makes a webhook something else; what has failed so far is forgotten.
	 * @param by who does it, for the audit log
	 * @throws DuplicateKeyException if there is one with this address
	 */
	@Transactional
	public Webhook change(Webhook before, Settings settings, String by) {
		if (Settings.of(before).equals(settings)) {
			return before;
		}
		this.versions.changed();
		write(UPDATE, settings).param("id", before.id()).update();
		Webhook after = find(before.id()).orElseThrow();
		record("webhook.updated", before.id(), before.fields(), after.fields(), by);
		return after;
	}

	/**
	 * Deletes a webhook; nothing is sent to it any more.
	 * @param by who does it, for the audit log
	 */
	@Transactional
	public void delete(Webhook webhook, String by) {
		this.versions.changed();
		this.jdbc.sql("DELETE FROM webhook WHERE id = :id").param("id", webhook.id()).update();
		record("webhook.deleted", webhook.id(), webhook.fields(), Map.of(), by);
	}

	/**
	 * Gives a webhook another secret.
	 * @param overlap how long the former one is signed with as well
	 * @param by who does it, for the audit log
	 */
	@Transactional
	public NewSecret replaceSecret(Webhook webhook, Duration overlap, String by) {
		String secret = this.secrets.replace(webhook.id(), overlap);
		record("webhook.secret-replaced", webhook.id(), Map.of(), Map.of(), by);
		return new NewSecret(secret, Instant.now().plus(overlap));
	}

	private void record(String kind, UUID id, Map<String, ? extends @Nullable Object> before,
			Map<String, ? extends @Nullable Object> after, String by) {
		this.audit
			.record(AuditEvent.success(kind).detail(Map.of("webhook", id.toString(), "by", by)).changed(before, after));
	}

	private JdbcClient.StatementSpec write(String sql, Settings settings) {
		return this.jdbc.sql(sql)
			.param("url", settings.url())
			.param("description", settings.description())
			.param("kinds", settings.kinds().toArray(String[]::new))
			.param("enabled", settings.enabled());
	}

	private static Webhook map(ResultSet row, int number) throws SQLException {
		Status status = new Status(row.getInt("failures"), row.getBoolean("failing"), row.getString("reason"),
				row.getTimestamp("resume_at").toInstant(), time(row, "last_attempt_at"), time(row, "last_delivered_at"),
				row.getInt("waiting"));
		return new Webhook(row.getObject("id", UUID.class), row.getString("url"), row.getString("description"),
				List.of((String[]) row.getArray("kinds").getArray()), row.getBoolean("enabled"),
				row.getTimestamp("created_at").toInstant(), row.getTimestamp("secret_created_at").toInstant(), status);
	}

	static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		Timestamp time = row.getTimestamp(column);
		return (time != null) ? time.toInstant() : null;
	}

	/**
	 * What can be said of a webhook.
	 */
	public record Settings(String url, @Nullable String description, List<String> kinds, boolean enabled) {

		static Settings of(Webhook webhook) {
			return new Settings(webhook.url(), webhook.description(), webhook.kinds(), webhook.enabled());
		}

	}

	/**
	 * A webhook that was just registered.
	 *
	 * @param secret in full, which nobody is told again
	 */
	public record NewWebhook(Webhook webhook, String secret) {

	}

	/**
	 * A secret that was just made.
	 *
	 * @param previousExpiresAt when the former one is no longer signed with
	 */
	public record NewSecret(String secret, Instant previousExpiresAt) {

	}

}
