package dev.vestibule.token;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is issued lives.
 *
 * @param accessTokenLifetime at most 15 minutes, since a token that is validated locally
 * lives to its end whatever happens
 * @param refreshIdleLifetime how long a refresh token may lie unused
 * @param refreshAbsoluteLifetime how long a family lives, however often it is used
 * @param refreshGrace how long after a rotation the former token, sent again, returns the
 * same successor; zero makes every repeat a replay
 */
@ConfigurationProperties("vestibule.token")
record TokenProperties(@DefaultValue("5m") Duration accessTokenLifetime, @DefaultValue("5m") Duration idTokenLifetime,
		@DefaultValue("30d") Duration refreshIdleLifetime, @DefaultValue("90d") Duration refreshAbsoluteLifetime,
		@DefaultValue("10s") Duration refreshGrace) {

	private static final Duration LONGEST_ACCESS_TOKEN = Duration.ofMinutes(15);

	TokenProperties {
		if (accessTokenLifetime.isNegative() || accessTokenLifetime.isZero()
				|| accessTokenLifetime.compareTo(LONGEST_ACCESS_TOKEN) > 0) {
			throw new IllegalArgumentException("vestibule.token.access-token-lifetime must be 15 minutes at most.");
		}
		if (refreshGrace.isNegative() || refreshGrace.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException("vestibule.token.refresh-grace must be between 0 and 60 seconds.");
		}
	}

}
