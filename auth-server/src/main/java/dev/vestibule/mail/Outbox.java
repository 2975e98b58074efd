package dev.vestibule.mail;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes messages within the caller's transaction: one that commits is delivered, however
 * often a node dies over it; one that rolls back never was.
 */
@Component
public class Outbox {

	private static final String INSERT = """
			INSERT INTO mail (template, recipient, locale, model, challenge_id, generation, mailing_id, account_id)
			VALUES (:template, :recipient, :locale, :model::jsonb, :challengeId, :generation, :mailingId, :accountId)
			RETURNING id
			""";

	private static final String DELIVERY = """
			SELECT state, reason, attempts FROM mail
			WHERE challenge_id = :challengeId AND generation = :generation
			ORDER BY created_at DESC LIMIT 1
			""";

	private final JdbcClient jdbc;

	private final Scheduler scheduler;

	private final JsonMapper json = JsonMapper.shared();

	Outbox(JdbcClient jdbc, Scheduler scheduler) {
		this.jdbc = jdbc;
		this.scheduler = scheduler;
	}

	/**
	 * Puts a message into the outbox; it goes out as soon as the transaction has
	 * committed.
	 * @return the message's id
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID enqueue(Message message) {
		return insert(message, null, null);
	}

	/**
	 * Likewise, what it says being looked up when it is sent.
	 * @see MailingContent
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID enqueue(Message message, UUID mailingId, UUID accountId) {
		return insert(message, mailingId, accountId);
	}

	private UUID insert(Message message, @Nullable UUID mailingId, @Nullable UUID accountId) {
		UUID id = this.jdbc.sql(INSERT)
			.param("template", message.template())
			.param("recipient", message.recipient())
			.param("locale", message.locale().toLanguageTag())
			.param("model", this.json.writeValueAsString(message.model()))
			.param("challengeId", message.challengeId())
			.param("generation", (message.challengeId() != null) ? message.generation() : null)
			.param("mailingId", mailingId)
			.param("accountId", accountId)
			.query(UUID.class)
			.single();
		schedule(id);
		return id;
	}

	/**
	 * Has a message sent as soon as the transaction has committed.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void schedule(UUID id) {
		this.scheduler.schedule(MailDelivery.TASK.instance(id.toString()).scheduledTo(Instant.now()));
		// Only now would be too early: no other connection sees the row before it is
		// committed.
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				Outbox.this.scheduler.triggerCheckForDueExecutions();
			}

		});
	}

	/**
	 * What has become of the message about a challenge.
	 * @return empty when there is none
	 */
	public Optional<Delivery> delivery(UUID challengeId, int generation) {
		return this.jdbc.sql(DELIVERY)
			.param("challengeId", challengeId)
			.param("generation", generation)
			.query((row, number) -> new Delivery(
					Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getString("reason"),
					row.getInt("attempts")))
			.optional();
	}

}
