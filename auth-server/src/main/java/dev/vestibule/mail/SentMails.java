package dev.vestibule.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.mail.MailQuery.Position;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The messages of the outbox, for administrators: what has become of each, and what can
 * be done about it.
 */
@Repository
public class SentMails {

	// Its id follows from that of the message that was sent again.
	private static final String SELECT = """
			SELECT id, template, recipient, locale, state, reason, attempts, mailing_id, account_id, created_at, sent_at,
			    (SELECT again.id FROM mail again WHERE again.id = md5('again ' || mail.id)::uuid) AS resent_as
			FROM mail
			""";

	// A message of its own, under another Message-ID, or mailboxes would take it for the
	// one that they have.
	private static final String COPY = """
			INSERT INTO mail (id, template, recipient, locale, model, challenge_id, generation, mailing_id, account_id)
			SELECT md5('again ' || id)::uuid, template, recipient, locale, model, challenge_id, generation, mailing_id,
			    account_id
			FROM mail WHERE id = :id AND state IN ('sent', 'failed', 'abandoned')
			ON CONFLICT (id) DO NOTHING
			RETURNING id
			""";

	private static final String ABANDON = """
			UPDATE mail SET state = 'abandoned', reason = 'abandoned by an administrator'
			WHERE id = :id AND state IN ('queued', 'retrying')
			""";

	private final JdbcClient jdbc;

	private final Outbox outbox;

	private final AuditLog audit;

	SentMails(JdbcClient jdbc, Outbox outbox, AuditLog audit) {
		this.jdbc = jdbc;
		this.outbox = outbox;
		this.audit = audit;
	}

	public Optional<SentMail> find(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(SentMails::map).optional();
	}

	/**
	 * The messages that are asked for, newest first.
	 * @param after the message behind which to begin; null begins at the newest
	 */
	public List<SentMail> search(MailQuery query, @Nullable Position after, int limit) {
		List<String> conditions = new ArrayList<>(List.of("true"));
		Map<String, Object> parameters = new HashMap<>(Map.of("limit", limit));
		if (after != null) {
			conditions.add("(created_at, id) < (:createdAt, :id)");
			parameters.putAll(Map.of("createdAt", Timestamp.from(after.createdAt()), "id", after.id()));
		}
		if (query.recipient() != null) {
			conditions.add("recipient = :recipient");
			parameters.put("recipient", query.recipient());
		}
		Delivery.State state = query.state();
		if (state != null) {
			// The index of those that did not leave has this condition.
			conditions.add((state == Delivery.State.SENT) ? "state = :state" : "state = :state AND state <> 'sent'");
			parameters.put("state", state.label());
		}
		if (query.template() != null) {
			conditions.add("template = :template");
			parameters.put("template", query.template());
		}
		if (query.from() != null) {
			conditions.add("created_at >= :from");
			parameters.put("from", Timestamp.from(query.from()));
		}
		if (query.to() != null) {
			conditions.add("created_at < :to");
			parameters.put("to", Timestamp.from(query.to()));
		}
		return this.jdbc
			.sql(SELECT + "WHERE " + String.join(" AND ", conditions)
					+ " ORDER BY created_at DESC, id DESC LIMIT :limit")
			.params(parameters)
			.query(SentMails::map)
			.list();
	}

	/**
	 * Sends a message again that is sent or given up, as another one; once, however often
	 * it is asked for. What it carries is what counts by then, or it is not sent.
	 * @param by who does it, for the audit log
	 * @return the other message; empty if the first is under way, or there is none
	 */
	@Transactional
	public Optional<SentMail> resend(UUID id, String by) {
		this.jdbc.sql(COPY).param("id", id).query(UUID.class).optional().ifPresent((copy) -> {
			this.outbox.schedule(copy);
			this.audit.record(AuditEvent.success("mail.resent")
				.detail(Map.of("by", by, "mail", id.toString(), "as", copy.toString())));
		});
		return find(id).map(SentMail::resentAs).flatMap(this::find);
	}

	/**
	 * Gives a message up that has not left.
	 * @param by who does it, for the audit log
	 * @return false if it has left, is leaving, or is given up already
	 */
	@Transactional
	public boolean abandon(UUID id, String by) {
		boolean abandoned = this.jdbc.sql(ABANDON).param("id", id).update() == 1;
		if (abandoned) {
			this.audit.record(AuditEvent.success("mail.abandoned").detail(Map.of("by", by, "mail", id.toString())));
		}
		return abandoned;
	}

	private static SentMail map(ResultSet row, int number) throws SQLException {
		Timestamp sentAt = row.getTimestamp("sent_at");
		return new SentMail(row.getObject("id", UUID.class), row.getString("template"), row.getString("recipient"),
				Locale.forLanguageTag(row.getString("locale")),
				new Delivery(Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
						row.getString("reason"), row.getInt("attempts")),
				row.getObject("mailing_id", UUID.class), row.getObject("account_id", UUID.class),
				row.getTimestamp("created_at").toInstant(), (sentAt != null) ? sentAt.toInstant() : null,
				row.getObject("resent_as", UUID.class));
	}

}
