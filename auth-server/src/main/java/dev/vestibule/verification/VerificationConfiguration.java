package dev.vestibule.verification;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purge of what nobody proved: every ten minutes, on one node.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	Task<Void> challengePurgeTask(ExpiredChallenges challenges) {
		return Tasks.recurring("challenge-purge", FixedDelay.ofMinutes(10))
			.execute((instance, context) -> challenges.purge());
	}

}
