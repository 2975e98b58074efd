package dev.vestibule.verification;

import java.time.Duration;

import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purge of what nobody proved, with the sign-ups that hang on it.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	Purge challengePurge() {
		return Purge.olderThan(Duration.ZERO, "challenge", "expires_at");
	}

}
