package dev.vestibule.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The time in which the mail server cannot be reached, as all nodes see it. It lasts as
 * long as the probe is scheduled: the probe alone knocks at the server, while messages
 * are put by at no cost, and the backlog lets them out again when it is over.
 */
@Component
class Outage {

	static final TaskDescriptor<String> PROBE = TaskDescriptor.of("mail-probe", String.class);

	static final TaskDescriptor<Void> BACKLOG = TaskDescriptor.of("mail-backlog");

	/**
	 * When a message that was put by would come by itself.
	 */
	static final Duration PUT_BY = Duration.ofMinutes(10);

	private static final TaskInstanceId SERVER = TaskInstanceId.of(PROBE.getTaskName(), "server");

	private static final Duration FIRST_PROBE = Duration.ofSeconds(2);

	/**
	 * Few are due at a time, and so in a second: somebody who signs up now would have to
	 * wait for them, and the node has other things to do.
	 */
	private static final int DUE = 200;

	// Whatever waits for more than a minute was put by: see MailDelivery's pauses.
	private static final String RELEASE = """
			UPDATE scheduled_tasks SET execution_time = now(), version = version + 1
			WHERE (task_name, task_instance) IN (
			    SELECT task_name, task_instance FROM scheduled_tasks
			    WHERE task_name = 'mail' AND NOT picked AND execution_time > now() + interval '70 seconds'
			    ORDER BY execution_time
			    LIMIT greatest(0, :due - (
			        SELECT count(*) FROM scheduled_tasks WHERE task_name = 'mail' AND execution_time <= now()))
			    FOR UPDATE SKIP LOCKED)
			""";

	private static final Logger logger = LoggerFactory.getLogger(Outage.class);

	private final ObjectProvider<Scheduler> scheduler;

	private final SmtpTransport transport;

	private final JdbcClient jdbc;

	Outage(ObjectProvider<Scheduler> scheduler, SmtpTransport transport, JdbcClient jdbc) {
		this.scheduler = scheduler;
		this.transport = transport;
		this.jdbc = jdbc;
	}

	/**
	 * Why the server cannot be reached; empty when, as far as is known, it can.
	 */
	Optional<String> reason() {
		return this.scheduler.getObject()
			.getScheduledExecution(SERVER)
			.map(ScheduledExecution::getData)
			.map(String.class::cast);
	}

	void begin(String reason) {
		if (this.scheduler.getObject()
			.scheduleIfNotExists(
					PROBE.instance(SERVER.getId()).data(reason).scheduledTo(Instant.now().plus(FIRST_PROBE)))) {
			logger.warn("No mail goes out until the mail server can be reached again: {}", reason);
		}
	}

	/**
	 * Knocks at the server.
	 * @return why the outage goes on
	 */
	Optional<String> probe() {
		Optional<String> reason = this.transport.probe().map(Refusal::reason);
		if (reason.isEmpty()) {
			logger.info("The mail server can be reached again");
		}
		return reason;
	}

	/**
	 * Lets out as many as are to be due at a time.
	 * @return whether there may be more
	 */
	boolean release() {
		if (reason().isPresent() || this.jdbc.sql(RELEASE).param("due", DUE).update() == 0) {
			return false;
		}
		this.scheduler.getObject().triggerCheckForDueExecutions();
		return true;
	}

}
