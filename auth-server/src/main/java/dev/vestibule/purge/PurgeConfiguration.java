package dev.vestibule.purge;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purges: each minute, on one node.
 */
@Configuration(proxyBeanMethods = false)
class PurgeConfiguration {

	@Bean
	Task<Void> purgeTask(Purges purges) {
		return Tasks.recurring("purge", FixedDelay.ofMinutes(1)).execute((instance, context) -> purges.run());
	}

}
