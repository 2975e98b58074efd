package dev.vestibule.mail;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vestibule.purge.Purge;
import dev.vestibule.web.Loopback;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The outbox's worker and its transport; without a mail server the server does not start,
 * since nobody could ever prove an address.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/vestibule/mail/mail.properties")
class MailConfiguration {

	private static final Duration PROBE_AGAIN = Duration.ofSeconds(5);

	@Bean
	SmtpTransport smtpTransport(ObjectProvider<JavaMailSenderImpl> sender, MailProperties properties,
			@Value("${db-scheduler.threads}") int threads) {
		JavaMailSenderImpl smtp = sender.getIfAvailable(() -> {
			throw new IllegalArgumentException(
					"There is no mail server, so that nobody could prove an e-mail address: set spring.mail.host to the name of your SMTP server.");
		});
		if (smtp.getHost() != null && !Loopback.isHost(smtp.getHost())) {
			// Only who says so by this very name gets codes sent in the clear.
			smtp.getJavaMailProperties().putIfAbsent("mail.smtp.starttls.required", "true");
		}
		return new SmtpTransport(smtp, properties, threads);
	}

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
			.onFailure(new FailureHandler.OnFailureRetryLater<>(PROBE_AGAIN))
			.onDeadExecutionRevive()
			.execute((instance, context) -> outage.probe()
				.<CompletionHandler<String>>map(
						(reason) -> new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(PROBE_AGAIN), reason))
				.orElseGet(CompletionHandler.OnCompleteRemove::new));
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
