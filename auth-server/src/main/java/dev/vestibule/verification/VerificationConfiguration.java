package dev.vestibule.verification;

import java.time.Duration;

import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purges of what nobody proved, with the sign-ups that hang on it, and of budgets
 * whose time is over.
 */
@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

	@Bean
	Purge challengePurge() {
		return Purge.olderThan(Duration.ZERO, "challenge", "expires_at");
	}

	@Bean
	Purge budgetPurge(VerificationProperties properties) {
		return Purge.olderThan(properties.purgeAfter(), "budget", "since");
	}

}
