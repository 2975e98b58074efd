package dev.vestibule.selfservice;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the account home demands.
 *
 * @param recentSignIn how old a sign-in may be to change the address, the password or the
 * ways to sign in (ASVS 7.5.1)
 */
@ConfigurationProperties("vestibule.self-service")
record SelfServiceProperties(@DefaultValue("5m") Duration recentSignIn) {

	SelfServiceProperties {
		if (recentSignIn.isNegative() || recentSignIn.isZero()) {
			throw new IllegalArgumentException("vestibule.self-service.recent-sign-in must be more than nothing.");
		}
	}

}
