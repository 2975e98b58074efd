package dev.vestibule.mail;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vestibule.web.Loopback;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The outbox's worker and its transport; without a mail server the server does not start,
 * since nobody could ever prove an address.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/vestibule/mail/mail.properties")
class MailConfiguration {

	@Bean
	SmtpTransport smtpTransport(ObjectProvider<JavaMailSender> sender, MailProperties properties) {
		JavaMailSender found = sender.getIfAvailable(() -> {
			throw new IllegalArgumentException(
					"There is no mail server, so that nobody could prove an e-mail address: set spring.mail.host to the name of your SMTP server.");
		});
		if (found instanceof JavaMailSenderImpl smtp && smtp.getHost() != null && !Loopback.isHost(smtp.getHost())) {
			// Only who says so by this very name gets codes sent in the clear.
			smtp.getJavaMailProperties().putIfAbsent("mail.smtp.starttls.required", "true");
		}
		return new SmtpTransport(found, properties);
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

}
