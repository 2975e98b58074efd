package dev.vestibule.webhook;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vestibule.purge.Purge;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The webhooks' work in the background.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookConfiguration {

	@Bean
	Task<Void> webhookRoundTask(Courier courier) {
		return Tasks.custom(Courier.ROUND)
			.scheduleOnStartup("all", null, (now) -> now)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(5)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> new CompletionHandler.OnCompleteReschedule<>(
					FixedDelay.ofSeconds(courier.round() ? 1 : 5)));
	}

	@Bean
	Task<Void> webhookTask(Courier courier) {
		return Tasks.custom(Courier.TASK)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(5)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> {
				courier.serve(UUID.fromString(instance.getId()));
				// The next round has it served again, if anything is left.
				return new CompletionHandler.OnCompleteRemove<>();
			});
	}

	@Bean
	Purge webhookDeliveryPurge(WebhookProperties properties) {
		return Purge.olderThan(properties.kept(), "webhook_delivery", "created_at");
	}

	@Bean
	Purge webhookSecretPurge() {
		return Purge.olderThan(Duration.ZERO, "webhook_secret", "expires_at");
	}

}
