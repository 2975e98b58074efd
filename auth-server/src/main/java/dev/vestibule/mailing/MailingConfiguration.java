package dev.vestibule.mailing;

import java.time.Duration;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.vestibule.purge.Purge;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The mailings' work in the background, and the way to the link that ends them.
 */
@Configuration(proxyBeanMethods = false)
class MailingConfiguration {

	@Bean
	Task<Void> mailingTask(ObjectProvider<Mailings> mailings) {
		return Tasks.custom(Mailings.TASK)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(Duration.ofSeconds(10)))
			.onDeadExecutionRevive()
			.execute((instance, context) -> mailings.getObject().queueSome(UUID.fromString(instance.getId()))
					? new CompletionHandler.OnCompleteReschedule<>(FixedDelay.ofSeconds(1))
					: new CompletionHandler.OnCompleteRemove<>());
	}

	@Bean
	Purge mailingPurge(@Value("${vestibule.mail.kept:30d}") Duration kept) {
		return Purge.olderThan(kept, "mailing", "created_at");
	}

	/**
	 * A mail program that unsubscribes has neither a session nor a CSRF token; what it
	 * may do, its token says.
	 */
	// @formatter:off
	@Bean
	@Order(110)
	SecurityFilterChain unsubscribeSecurity(HttpSecurity http) {
		return http
			.securityMatcher(UnsubscribeController.PATH)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.headers(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}
	// @formatter:on

}
