package dev.vestibule.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a node leaves.
 *
 * @param drain how long it still takes requests after it was told to stop, saying that it
 * is not ready: longer than a balancer takes to notice
 */
@ConfigurationProperties("vestibule")
record DrainProperties(@DefaultValue("0s") Duration drain) {

	DrainProperties {
		if (drain.isNegative() || drain.compareTo(Duration.ofMinutes(1)) > 0) {
			throw new IllegalArgumentException("vestibule.drain must be between 0s and 1m.");
		}
	}

}
