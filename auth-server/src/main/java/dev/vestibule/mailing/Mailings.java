package dev.vestibule.mailing;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.mailing.NewMailing.Recipients;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The mailings and their way into the outbox: few at a time, so that a code that somebody
 * waits for does not wait behind them, and each account once, however often a node dies
 * over it.
 */
@Repository
public class Mailings {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("mailing");

	/** As many of one mailing are on their way at a time. */
	private static final int UNDER_WAY = 100;

	private static final String ASK = """
			INSERT INTO mailing (idempotency_key, request_hash, created_by, contents, recipients)
			VALUES (:key, :hash, :by, :contents::jsonb, :recipients::jsonb)
			ON CONFLICT (idempotency_key) DO NOTHING
			RETURNING id
			""";

	private static final String ASKED = "SELECT id, request_hash FROM mailing WHERE idempotency_key = :key";

	private static final String FIND = """
			SELECT g.id, g.created_at, g.queued_at, g.queued,
			    count(*) FILTER (WHERE m.state = 'sent') AS sent,
			    count(*) FILTER (WHERE m.state = 'failed') AS failed,
			    count(*) FILTER (WHERE m.state = 'abandoned') AS abandoned
			FROM mailing g LEFT JOIN mail m ON m.mailing_id = g.id
			WHERE g.id = :id
			GROUP BY g.id
			""";

	private static final String TAKE = """
			SELECT last_account, recipients FROM mailing WHERE id = :id AND queued_at IS NULL FOR UPDATE
			""";

	private static final String PENDING = """
			SELECT count(*) FROM mail WHERE mailing_id = :id AND state IN ('queued', 'sending', 'retrying')
			""";

	// An address to which the issuing gate is shut may be somebody else's by now.
	private static final String NEXT = """
			SELECT id, email, locale FROM account
			WHERE enabled AND proof_due_at IS NULL
			AND (:last::uuid IS NULL OR id > :last)
			AND (:account::uuid IS NULL OR id = :account)
			AND (:locale::text IS NULL OR locale = :locale)
			AND (:createdAfter::timestamptz IS NULL OR created_at >= :createdAfter)
			AND (:createdBefore::timestamptz IS NULL OR created_at < :createdBefore)
			AND NOT EXISTS (SELECT FROM mailing_opt_out o WHERE o.account_id = account.id)
			ORDER BY id LIMIT :limit
			""";

	private static final String TAKEN = """
			UPDATE mailing SET queued = queued + :queued, last_account = coalesce(:last::uuid, last_account),
			    queued_at = CASE WHEN :over THEN now() END
			WHERE id = :id
			""";

	private final JdbcClient jdbc;

	private final Outbox outbox;

	private final Scheduler scheduler;

	private final AuditLog audit;

	private final JsonMapper json = JsonMapper.shared();

	Mailings(JdbcClient jdbc, Outbox outbox, Scheduler scheduler, AuditLog audit) {
		this.jdbc = jdbc;
		this.outbox = outbox;
		this.scheduler = scheduler;
		this.audit = audit;
	}

	/**
	 * Begins a mailing, unless the same was asked for under this key.
	 * @param by who asks, for the audit log; another's keys are other keys
	 * @return its id, or empty if something else was asked for under this key
	 */
	@Transactional
	public Optional<UUID> ask(String idempotencyKey, NewMailing mailing, String by) {
		String contents = this.json.writeValueAsString(mailing.contents());
		String recipients = this.json.writeValueAsString(mailing.recipients());
		byte[] hash = Sha256.of(contents + "\n" + recipients);
		String key = HexFormat.of().formatHex(Sha256.of(by + "\n" + idempotencyKey));
		Optional<UUID> begun = this.jdbc.sql(ASK)
			.param("key", key)
			.param("hash", hash)
			.param("by", by)
			.param("contents", contents)
			.param("recipients", recipients)
			.query(UUID.class)
			.optional();
		if (begun.isEmpty()) {
			return this.jdbc.sql(ASKED)
				.param("key", key)
				.query((row, number) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("request_hash")))
				.optional()
				.filter((asked) -> Arrays.equals(asked.getValue(), hash))
				.map(Map.Entry::getKey);
		}
		this.scheduler.schedule(TASK.instance(begun.get().toString()).scheduledTo(Instant.now()));
		this.audit.record(AuditEvent.success("mailing.begun")
			.account(mailing.recipients().account())
			.detail(Map.of("by", by, "mailing", begun.get().toString())));
		return begun;
	}

	public Optional<Mailing> find(UUID id) {
		return this.jdbc.sql(FIND)
			.param("id", id)
			.query((row, number) -> new Mailing(id, row.getTimestamp("created_at").toInstant(),
					instant(row.getTimestamp("queued_at")), row.getInt("queued"), row.getInt("sent"),
					row.getInt("failed"), row.getInt("abandoned")))
			.optional();
	}

	/**
	 * Puts the next few into the outbox.
	 * @return whether there may be more
	 */
	@Transactional
	public boolean queueSome(UUID id) {
		Optional<Progress> progress = this.jdbc.sql(TAKE)
			.param("id", id)
			.query((row, number) -> new Progress(row.getObject("last_account", UUID.class),
					this.json.readValue(row.getString("recipients"), Recipients.class)))
			.optional();
		if (progress.isEmpty()) {
			return false;
		}
		int room = UNDER_WAY - this.jdbc.sql(PENDING).param("id", id).query(Integer.class).single();
		if (room <= 0) {
			return true;
		}
		List<Recipient> next = next(progress.get(), room);
		next.forEach((recipient) -> this.outbox.enqueue(
				new Message("mailing", recipient.email(), recipient.locale(), Map.of(), null, 0), id, recipient.id()));
		boolean over = next.size() < room;
		this.jdbc.sql(TAKEN)
			.param("queued", next.size())
			.param("last", next.isEmpty() ? null : next.get(next.size() - 1).id())
			.param("over", over)
			.param("id", id)
			.update();
		return !over;
	}

	private List<Recipient> next(Progress progress, int room) {
		Recipients who = progress.recipients();
		return this.jdbc.sql(NEXT)
			.param("last", progress.lastAccount())
			.param("account", who.account())
			.param("locale", who.locale())
			.param("createdAfter", timestamp(who.createdAfter()))
			.param("createdBefore", timestamp(who.createdBefore()))
			.param("limit", room)
			.query((row, number) -> new Recipient(row.getObject("id", UUID.class), row.getString("email"),
					Locale.forLanguageTag(row.getString("locale"))))
			.list();
	}

	private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
		return (instant != null) ? Timestamp.from(instant) : null;
	}

	private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	private record Progress(@Nullable UUID lastAccount, Recipients recipients) {

	}

	private record Recipient(UUID id, String email, Locale locale) {

	}

}
