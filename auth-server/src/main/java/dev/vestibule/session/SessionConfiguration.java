package dev.vestibule.session;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purge of ended sessions: each minute, on one node.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	@Bean
	Task<Void> sessionPurgeTask(ExpiredSessions sessions) {
		return Tasks.recurring("session-purge", FixedDelay.ofMinutes(1))
			.execute((instance, context) -> sessions.purge());
	}

}
