package dev.vestibule.session;

import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purge of ended sessions.
 */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

	@Bean
	Purge sessionPurge() {
		return Purge.pastMillis("spring_session", "expiry_time");
	}

}
