package dev.vestibule.signing;

import java.time.Duration;

import dev.vestibule.web.PublicDocument;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When signing keys change.
 *
 * @param rotation how long a key signs
 * @param publishedAhead how long a key has been published, at least, when it begins to
 * sign by the schedule
 * @param publishedAfter how long it stays published when it signs no more, so that what
 * it signed last is still believed
 */
@ConfigurationProperties("vestibule.signing")
record SigningProperties(@DefaultValue("90d") Duration rotation, @DefaultValue("24h") Duration publishedAhead,
		@DefaultValue("24h") Duration publishedAfter) {

	SigningProperties {
		if (publishedAhead.compareTo(PublicDocument.CACHED) < 0) {
			throw new IllegalArgumentException(
					"vestibule.signing.published-ahead must be 5 minutes at least, as long as published keys are cached.");
		}
		if (rotation.compareTo(publishedAhead) <= 0) {
			throw new IllegalArgumentException(
					"vestibule.signing.rotation must be longer than vestibule.signing.published-ahead.");
		}
		if (publishedAfter.compareTo(Duration.ofHours(1)) < 0) {
			throw new IllegalArgumentException(
					"vestibule.signing.published-after must be 1 hour at least, so that what a key signed last can expire.");
		}
	}

}
