package dev.vestibule.statistics;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long it is remembered how often things happened.
 *
 * @param kept a day at least
 */
@ConfigurationProperties("vestibule.statistics")
record StatisticsProperties(@DefaultValue("400d") Duration kept) {

	StatisticsProperties {
		if (kept.compareTo(Duration.ofDays(1)) < 0) {
			throw new IllegalArgumentException("vestibule.statistics.kept must be a day at least, such as 400d.");
		}
	}

}
