package dev.vestibule.mail;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/**
 * The outbox's work in the background.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/vestibule/mail/mail.properties")
class MailConfiguration {

	private static final Duration CHECK = Duration.ofMinutes(10);

	@Bean
	Task<Void> mailTask(MailDelivery delivery) {
		return Tasks.custom(MailDelivery.TASK)
			// Only what attempt() does not foresee, such as a database that is gone.
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(10)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> delivery.attempt(UUID.fromString(instance.getId()))
				.<CompletionHandler<Void>>map(
						(delay) -> new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(delay)))
				.orElseGet(CompletionHandler.OnCompleteRemove::new));
	}

	@Bean
	Task<String> mailProbeTask(Outage outage) {
		return Tasks.custom(Outage.PROBE)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(5)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> outage.probe(instance.getId())
				.<CompletionHandler<String>>map((refusal) -> new CompletionHandler.OnCompleteReschedule<>(
						FixedDelay.of(Outage.probeAgain(refusal)), Outage.data(refusal)))
				.orElseGet(CompletionHandler.OnCompleteRemove::new));
	}

	@Bean
	Task<Void> mailCheckTask(Outage outage) {
		return Tasks.recurring("mail-check", FixedDelay.of(CHECK)).execute((instance, context) -> outage.check());
	}

	@Bean
	Task<Void> mailBacklogTask(Outage outage) {
		return Tasks.custom(Outage.BACKLOG)
			.scheduleOnStartup("all", null, (now) -> now)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(5)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> new CompletionHandler.OnCompleteReschedule<>(
					FixedDelay.ofSeconds(outage.release() ? 1 : 5)));
	}

	@Bean
	Purge mailPurge(MailProperties properties) {
		return Purge.olderThan(properties.kept(), "mail", "created_at");
	}

}
