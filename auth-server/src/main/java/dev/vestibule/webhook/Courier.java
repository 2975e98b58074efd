package dev.vestibule.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.freshness.Versions;
import dev.vestibule.keyring.UnknownKeyException;
import dev.vestibule.webhook.Receiver.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings each webhook what waits for it, in its order, one after the other, and on one
 * node at a time. Whoever does not take it is left alone for a while, longer each time;
 * what has not got through within a day is given up. A node that dies over one has it
 * sent again by another.
 */
@Component
class Courier {

	/** Of a webhook. */
	static final TaskDescriptor<Void> TASK = TaskDescriptor.of("webhook");

	static final TaskDescriptor<Void> ROUND = TaskDescriptor.of("webhook-round");

	static final Duration LIFE = Duration.ofHours(24);

	/**
	 * Between the attempts of one delivery, in seconds: the last is when its day is over.
	 */
	static final List<Integer> BACKOFF = List.of(5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800);

	/**
	 * For how long a webhook is left alone, in seconds. The first are as long as the
	 * others, so that all stays in its order; then what is refused lets the rest pass.
	 */
	private static final Integer[] PAUSES = { 5, 30, 120, 600 };

	/**
	 * How long one webhook keeps a worker, so that each has its turn.
	 */
	private static final Duration TURN = Duration.ofSeconds(5);

	/**
	 * Few of the workers, which are the mails' as well: those who let us wait keep nobody
	 * else's mail waiting.
	 */
	private static final int AT_ONCE = 8;

	private static final String DUE = """
			SELECT id FROM webhook
			WHERE enabled AND resume_at <= now()
			    AND EXISTS (SELECT FROM webhook_delivery delivery WHERE delivery.webhook_id = webhook.id
			        AND state IN ('queued', 'retrying') AND next_attempt_at <= now())
			    AND NOT EXISTS (SELECT FROM scheduled_tasks
			        WHERE task_name = 'webhook' AND task_instance = webhook.id::text)
			ORDER BY last_attempt_at NULLS FIRST
			LIMIT greatest(0, :atOnce - (SELECT count(*) FROM scheduled_tasks WHERE task_name = 'webhook'))
			""";

	// Nobody else comes by it for longer than a call can last, whatever happens to this
	// node.
	private static final String CLAIM = """
			UPDATE webhook_delivery SET attempts = attempts + 1, next_attempt_at = now() + interval '30 seconds'
			FROM webhook
			WHERE webhook.id = :webhook AND webhook.enabled AND webhook.resume_at <= now()
			    AND webhook_delivery.id = (SELECT id FROM webhook_delivery
			        WHERE webhook_id = :webhook AND state IN ('queued', 'retrying') AND next_attempt_at <= now()
			        ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
			RETURNING webhook_delivery.id, payload, attempts, queued_at, url
			""";

	private static final String DELIVERED = """
			WITH delivered AS (UPDATE webhook_delivery
			    SET state = 'delivered', status = :status, reason = NULL, delivered_at = now() WHERE id = :id)
			UPDATE webhook SET failures = 0, failing = false, reason = NULL, last_attempt_at = now(),
			    last_delivered_at = now()
			WHERE id = :webhook
			""";

	private static final String NOT_DELIVERED = """
			UPDATE webhook_delivery SET state = :state, status = :status, reason = :reason,
			    next_attempt_at = now() + make_interval(secs => :delay)
			WHERE id = :id
			""";

	private static final String PAUSE = """
			UPDATE webhook SET failures = failures + 1, reason = :reason, last_attempt_at = now(),
			    resume_at = now() + make_interval(secs => :jitter * (:pauses::int[])[least(failures + 1, cardinality(:pauses::int[]))])
			WHERE id = :webhook
			""";

	private static final String FAILING = "UPDATE webhook SET failing = true WHERE id = :webhook AND NOT failing";

	private static final String DISABLE = "UPDATE webhook SET enabled = false WHERE id = :webhook AND enabled";

	private static final String GIVE_UP = """
			UPDATE webhook_delivery SET state = 'failed', reason = coalesce(reason, :reason)
			WHERE id IN (SELECT id FROM webhook_delivery WHERE webhook_id = :webhook AND state IN ('queued', 'retrying')
			        AND queued_at < now() - make_interval(secs => :life)
			    ORDER BY number LIMIT 1000 FOR UPDATE SKIP LOCKED)
			""";

	private static final Logger logger = LoggerFactory.getLogger(Courier.class);

	private final JdbcClient jdbc;

	private final EventQueue queue;

	private final WebhookSecrets secrets;

	private final Receiver receiver;

	private final ObjectProvider<Scheduler> scheduler;

	private final TransactionTemplate transaction;

	private final AuditLog audit;

	private final Versions versions;

	private final MeterRegistry meters;

	Courier(JdbcClient jdbc, EventQueue queue, WebhookSecrets secrets, Receiver receiver,
			ObjectProvider<Scheduler> scheduler, TransactionTemplate transaction, AuditLog audit, Versions versions,
			MeterRegistry meters) {
		this.jdbc = jdbc;
		this.queue = queue;
		this.secrets = secrets;
		this.receiver = receiver;
		this.scheduler = scheduler;
		this.transaction = transaction;
		this.audit = audit;
		this.versions = versions;
		this.meters = meters;
	}

	/**
	 * Has those webhooks served for which something is due, the one that has waited
	 * longest first.
	 * @return whether there is anybody to be told anything
	 */
	boolean round() {
		if (!this.queue.isUsed()) {
			return false;
		}
		List<String> due = this.jdbc.sql(DUE).param("atOnce", AT_ONCE).query(String.class).list();
		due.forEach((webhook) -> this.scheduler.getObject()
			.scheduleIfNotExists(TASK.instance(webhook).scheduledTo(Instant.now())));
		if (!due.isEmpty()) {
			this.scheduler.getObject().triggerCheckForDueExecutions();
		}
		return true;
	}

	/**
	 * Brings a webhook what is due, until nothing is, it does not take one, or its turn
	 * is over.
	 */
	void serve(UUID webhook) {
		Instant end = Instant.now().plus(TURN);
		boolean taken;
		do {
			taken = claim(webhook).filter((attempt) -> bring(webhook, attempt)).isPresent();
		}
		while (taken && Instant.now().isBefore(end));
	}

	private boolean bring(UUID webhook, Attempt attempt) {
		Answer answer = call(webhook, attempt);
		boolean taken = answer.reason() == null;
		this.meters.counter("vestibule.webhook.attempts", "outcome", taken ? "delivered" : "failed").increment();
		if (taken) {
			this.jdbc.sql(DELIVERED)
				.param("status", answer.status())
				.param("id", attempt.id())
				.param("webhook", webhook)
				.update();
		}
		else {
			logger.warn("Webhook {}, delivery {}, attempt {}: {} {}", webhook, attempt.id(), attempt.attempts(),
					answer.reason(), (answer.status() != null) ? answer.status() : "");
			this.transaction.executeWithoutResult((status) -> notDelivered(webhook, attempt, answer));
		}
		return taken;
	}

	// No connection of the pool is held meanwhile.
	private Answer call(UUID webhook, Attempt attempt) {
		try {
			return this.receiver.call(attempt.url(), attempt.id().toString(), attempt.payload(),
					this.secrets.valid(webhook));
		}
		catch (UnknownKeyException ex) {
			return new Answer(null, "The keyring lacks the key of the secret to sign with.");
		}
	}

	private void notDelivered(UUID webhook, Attempt attempt, Answer answer) {
		boolean givenUp = answer.isGone() || attempt.isLast();
		double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
		this.jdbc.sql(NOT_DELIVERED)
			.param("state", givenUp ? "failed" : "retrying")
			.param("status", answer.status())
			.param("reason", answer.reason())
			.param("delay", givenUp ? 0 : jitter * BACKOFF.get(attempt.attempts() - 1))
			.param("id", attempt.id())
			.update();
		this.jdbc.sql(PAUSE)
			.param("reason", answer.reason())
			.param("jitter", jitter)
			.param("pauses", PAUSES)
			.param("webhook", webhook)
			.update();
		if (answer.isGone()) {
			this.versions.changed();
			recordIf(this.jdbc.sql(DISABLE).param("webhook", webhook).update() > 0, "webhook.disabled", webhook,
					answer);
		}
		else if (givenUp) {
			this.jdbc.sql(GIVE_UP)
				.param("reason", answer.reason())
				.param("webhook", webhook)
				.param("life", LIFE.toSeconds())
				.update();
			recordIf(this.jdbc.sql(FAILING).param("webhook", webhook).update() > 0, "webhook.failing", webhook, answer);
		}
	}

	private void recordIf(boolean changed, String kind, UUID webhook, Answer answer) {
		if (changed) {
			this.audit.record(AuditEvent.failed(kind, String.valueOf(answer.reason()))
				.detail(Map.of("webhook", webhook.toString())));
		}
	}

	private Optional<Attempt> claim(UUID webhook) {
		return this.jdbc.sql(CLAIM)
			.param("webhook", webhook)
			.query((row, number) -> new Attempt(row.getObject("id", UUID.class), row.getString("payload"),
					row.getInt("attempts"), row.getTimestamp("queued_at").toInstant(), row.getString("url")))
			.optional();
	}

	/**
	 * A delivery that is being attempted.
	 *
	 * @param attempts counted from 1, this one included
	 */
	private record Attempt(UUID id, String payload, int attempts, Instant queuedAt, String url) {

		boolean isLast() {
			return this.attempts > BACKOFF.size() || this.queuedAt.plus(LIFE).isBefore(Instant.now());
		}

	}

}
