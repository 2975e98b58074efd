package dev.vestibule.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.vestibule.transport.Refusal;
import dev.vestibule.transport.Refusal.Kind;
import dev.vestibule.transport.Route;
import dev.vestibule.transport.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The time in which a way out is of no use, as all nodes see it. It lasts as long as the
 * way's probe is scheduled: the probe alone knocks, while messages take the other way or
 * are put by at no cost, and the backlog lets them out again when a way is open.
 */
@Component
class Outage {

	static final TaskDescriptor<String> PROBE = TaskDescriptor.of("mail-probe", String.class);

	static final TaskDescriptor<Void> BACKLOG = TaskDescriptor.of("mail-backlog");

	/**
	 * When a message that was put by would come by itself.
	 */
	static final Duration PUT_BY = Duration.ofMinutes(10);

	private static final Duration FIRST_PROBE = Duration.ofSeconds(2);

	private static final Duration PROBE_AGAIN = Duration.ofSeconds(5);

	/** An operator is slower than a server, and Google does not like to be pestered. */
	private static final Duration UNAUTHORIZED_PROBE = Duration.ofSeconds(30);

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

	private final Routes routes;

	private final JdbcClient jdbc;

	Outage(ObjectProvider<Scheduler> scheduler, Routes routes, JdbcClient jdbc) {
		this.scheduler = scheduler;
		this.routes = routes;
		this.jdbc = jdbc;
	}

	/**
	 * The first way that is open, as far as is known.
	 */
	Optional<Route> openRoute() {
		return this.routes.list().stream().filter((route) -> refusal(route).isEmpty()).findFirst();
	}

	/**
	 * Why the first way is not open, fit to be shown.
	 */
	String reason() {
		return refusal(this.routes.list().get(0)).map(Refusal::reason).orElse("");
	}

	/**
	 * Why a way is not open; empty when, as far as is known, it is.
	 */
	Optional<Refusal> refusal(Route route) {
		return this.scheduler.getObject()
			.getScheduledExecution(TaskInstanceId.of(PROBE.getTaskName(), route.id()))
			.map(ScheduledExecution::getData)
			.map((data) -> refusal((String) data));
	}

	void begin(Route route, Refusal refusal) {
		Duration pause = atLeast(refusal, FIRST_PROBE);
		if (this.scheduler.getObject()
			.scheduleIfNotExists(
					PROBE.instance(route.id()).data(data(refusal)).scheduledTo(Instant.now().plus(pause)))) {
			logger.warn("No mail goes out by {} until {}: {}", route.name(),
					(refusal.kind() == Kind.UNAUTHORIZED) ? "it is authorised again" : "it can be reached again",
					refusal.reason());
		}
	}

	/**
	 * Knocks.
	 * @return why the outage goes on
	 */
	Optional<Refusal> probe(String routeId) {
		Route route = this.routes.get(routeId);
		Optional<Refusal> refusal = route.probe();
		if (refusal.isEmpty()) {
			logger.info("Mail can go out by {} again", route.name());
		}
		return refusal;
	}

	/**
	 * Knocks at the ways that seem to be open, so that an operator hears of it before
	 * people do when one is not.
	 */
	void check() {
		this.routes.list()
			.stream()
			.filter((route) -> refusal(route).isEmpty())
			.forEach((route) -> route.probe().ifPresent((refusal) -> begin(route, refusal)));
	}

	/**
	 * When to knock once more.
	 */
	static Duration probeAgain(Refusal refusal) {
		return atLeast(refusal, PROBE_AGAIN);
	}

	/**
	 * How a refusal is kept with the probe.
	 */
	static String data(Refusal refusal) {
		return refusal.kind() + " " + refusal.reason();
	}

	private static Refusal refusal(String data) {
		return Stream.of(Kind.values())
			.filter((kind) -> data.startsWith(kind + " "))
			.findFirst()
			.map((kind) -> new Refusal(kind, data.substring(kind.name().length() + 1), null))
			.orElseGet(() -> new Refusal(Kind.UNREACHABLE, data, null));
	}

	private static Duration atLeast(Refusal refusal, Duration usual) {
		Duration least = (refusal.kind() == Kind.UNAUTHORIZED) ? UNAUTHORIZED_PROBE : usual;
		return (refusal.pause() != null && refusal.pause().compareTo(least) > 0) ? refusal.pause() : least;
	}

	/**
	 * Lets out as many as are to be due at a time.
	 * @return whether there may be more
	 */
	boolean release() {
		if (openRoute().isEmpty() || this.jdbc.sql(RELEASE).param("due", DUE).update() == 0) {
			return false;
		}
		this.scheduler.getObject().triggerCheckForDueExecutions();
		return true;
	}

}
