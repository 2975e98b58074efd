package dev.vestibule.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.mail.ChallengeSecrets.Revealed;
import dev.vestibule.mail.Delivery.State;
import dev.vestibule.mail.MailTemplates.Written;
import dev.vestibule.statistics.Tally;
import dev.vestibule.transport.Letter;
import dev.vestibule.transport.Refusal;
import dev.vestibule.transport.Route;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One attempt to hand a message over. A message is called sent only after it has been
 * accepted; a node that dies in between has it sent again by another, under the same
 * Message-ID.
 */
@Component
class MailDelivery {

	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("mail");

	/** Of a message's variables the one that becomes a header as well. */
	static final String UNSUBSCRIBE_URL = "unsubscribeUrl";

	private static final Duration LIFE = Duration.ofHours(24);

	/**
	 * The longest is short enough for the whole backlog to be out within two minutes of
	 * the mail server's return.
	 */
	private static final List<Duration> BACKOFF = List.of(Duration.ofSeconds(2), Duration.ofSeconds(5),
			Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMinutes(1));

	private static final String CLAIM = """
			UPDATE mail SET state = 'sending', attempts = attempts + 1
			WHERE id = :id AND state IN ('queued', 'sending', 'retrying')
			RETURNING id, template, recipient, locale, model, challenge_id, generation, mailing_id, account_id, attempts,
			    created_at
			""";

	private static final String TAKE_GENERATION = "UPDATE mail SET generation = :generation WHERE id = :id";

	private static final String PUT_BY = """
			UPDATE mail SET state = 'retrying', reason = :reason
			WHERE id = :id AND state IN ('queued', 'sending', 'retrying')
			RETURNING created_at
			""";

	private static final String RECORD = """
			UPDATE mail SET state = :state, reason = :reason,
				sent_at = CASE WHEN :state = 'sent' THEN now() END
			WHERE id = :id
			""";

	private static final Logger logger = LoggerFactory.getLogger(MailDelivery.class);

	private final JdbcClient jdbc;

	private final ObjectProvider<ChallengeSecrets> secrets;

	private final ObjectProvider<MailingContent> mailings;

	private final MailTemplates templates;

	private final Outage outage;

	private final TransactionTemplate transaction;

	private final AuditLog audit;

	private final MeterRegistry meters;

	private final Tally tally;

	private final JsonMapper json = JsonMapper.shared();

	MailDelivery(JdbcClient jdbc, ObjectProvider<ChallengeSecrets> secrets, ObjectProvider<MailingContent> mailings,
			MailTemplates templates, Outage outage, TransactionTemplate transaction, AuditLog audit,
			MeterRegistry meters, Tally tally) {
		this.jdbc = jdbc;
		this.secrets = secrets;
		this.mailings = mailings;
		this.templates = templates;
		this.outage = outage;
		this.transaction = transaction;
		this.audit = audit;
		this.meters = meters;
		this.tally = tally;
	}

	/**
	 * Tries once, by the first way that is in order, unless none is.
	 * @return how long to wait before the next attempt; empty when there is to be none
	 */
	Optional<Duration> attempt(UUID id) {
		Optional<Route> route = this.outage.openRoute();
		if (route.isEmpty()) {
			return putBy(id, this.outage.reason());
		}
		// The challenge's next generation and the message's: both, or neither.
		return Objects.requireNonNull(this.transaction.execute((status) -> claim(id).flatMap(this::current)))
			.flatMap((mail) -> send(mail, route.get()));
	}

	private Optional<Duration> putBy(UUID id, String reason) {
		return this.jdbc.sql(PUT_BY)
			.param("id", id)
			.param("reason", reason)
			.query(Instant.class)
			.optional()
			.flatMap((createdAt) -> tooOld(createdAt) ? fail(id, reason) : Optional.of(Outage.PUT_BY));
	}

	private Optional<Duration> send(Mail mail, Route route) {
		Letter letter;
		try {
			letter = letter(mail);
		}
		catch (RuntimeException ex) {
			logger.error("Mail {} cannot be written from its template", mail.id(), ex);
			return fail(mail.id(), Refusal.unwritable().reason());
		}
		Optional<Refusal> refusal = route.send(letter);
		count(route, refusal);
		if (refusal.isPresent()) {
			return refused(mail, refusal.get(), route);
		}
		record(mail.id(), State.SENT, null);
		return Optional.empty();
	}

	private Letter letter(Mail mail) {
		Message message = mail.message();
		Written written = this.templates.write(message.template(), message.locale(), message.model());
		return new Letter(mail.id() + "." + message.generation(), message.recipient(), message.locale(),
				mail.createdAt(), written.subject(), written.text(), written.html(),
				message.model().get(UNSUBSCRIBE_URL), message.model().get(Message.CLIENT_SENDER));
	}

	private void count(Route route, Optional<Refusal> refusal) {
		String outcome = refusal.map((it) -> it.kind().name().toLowerCase(Locale.ROOT)).orElse("sent");
		this.meters.counter("vestibule.mail.attempts", "route", route.id(), "outcome", outcome).increment();
		this.tally.count("mail.attempt", outcome);
	}

	private Optional<Duration> refused(Mail mail, Refusal refusal, Route route) {
		logger.warn("Mail {}, attempt {}: {}", mail.id(), mail.attempts(), refusal.reason());
		if (refusal.kind() == Refusal.Kind.PERMANENT || tooOld(mail.createdAt())) {
			return fail(mail.id(), refusal.reason());
		}
		record(mail.id(), State.RETRYING, refusal.reason());
		if (refusal.isOfTheRoute()) {
			this.outage.begin(route, refusal);
			// By another way it may go at once; within this attempt's time it may not.
			return Optional.of(this.outage.openRoute().isPresent() ? Duration.ZERO : Outage.PUT_BY);
		}
		return Optional.of(BACKOFF.get(Math.min(mail.attempts(), BACKOFF.size()) - 1));
	}

	private Optional<Duration> fail(UUID id, String reason) {
		record(id, State.FAILED, reason);
		this.audit.record(AuditEvent.failed("mail.failed", reason).detail(Map.of("mail", id.toString())));
		return Optional.empty();
	}

	private static boolean tooOld(Instant createdAt) {
		return createdAt.plus(LIFE).isBefore(Instant.now());
	}

	private Optional<Mail> claim(UUID id) {
		return this.jdbc.sql(CLAIM).param("id", id).query((row, number) -> {
			Message message = new Message(row.getString("template"), row.getString("recipient"),
					Locale.forLanguageTag(row.getString("locale")),
					this.json.readValue(row.getString("model"), new TypeReference<Map<String, String>>() {
					}), row.getObject("challenge_id", UUID.class), row.getInt("generation"));
			return new Mail(id, message, row.getObject("mailing_id", UUID.class),
					row.getObject("account_id", UUID.class), row.getInt("attempts"),
					row.getTimestamp("created_at").toInstant());
		}).optional();
	}

	private Optional<Mail> current(Mail mail) {
		return (mail.mailingId() != null && mail.accountId() != null)
				? ofMailing(mail, mail.mailingId(), mail.accountId()) : ofChallenge(mail);
	}

	private Optional<Mail> ofMailing(Mail mail, UUID mailingId, UUID accountId) {
		Optional<Mail> saying = this.mailings.getObject()
			.reveal(mailingId, accountId, mail.message().recipient())
			.map((variables) -> mail.with(mail.message().saying(variables)));
		if (saying.isEmpty()) {
			record(mail.id(), State.ABANDONED, "no longer to be sent");
		}
		return saying;
	}

	/**
	 * The message with its secrets, of the generation that is worth sending now.
	 */
	private Optional<Mail> ofChallenge(Mail mail) {
		Message message = mail.message();
		if (message.challengeId() == null) {
			return Optional.of(mail);
		}
		Optional<Revealed> revealed = this.secrets.getObject().reveal(message.challengeId(), message.generation());
		if (revealed.isEmpty()) {
			record(mail.id(), State.ABANDONED, "no longer valid");
		}
		return revealed.map((secrets) -> {
			if (secrets.generation() != message.generation()) {
				this.jdbc.sql(TAKE_GENERATION)
					.param("generation", secrets.generation())
					.param("id", mail.id())
					.update();
			}
			return mail.with(message.revealing(secrets));
		});
	}

	private void record(UUID id, State state, @Nullable String reason) {
		this.jdbc.sql(RECORD)
			.param("id", id)
			.param("state", state.name().toLowerCase(Locale.ROOT))
			.param("reason", reason)
			.update();
	}

	/**
	 * A message that is being attempted.
	 *
	 * @param attempts counted from 1, this one included
	 */
	record Mail(UUID id, Message message, @Nullable UUID mailingId, @Nullable UUID accountId, int attempts,
			Instant createdAt) {

		Mail with(Message message) {
			return new Mail(this.id, message, this.mailingId, this.accountId, this.attempts, this.createdAt);
		}

	}

}
