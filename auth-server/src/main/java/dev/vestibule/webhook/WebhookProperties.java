package dev.vestibule.webhook;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of deliveries.
 *
 * @param kept how long a delivery is remembered, and can be sent again; two days at least
 */
@ConfigurationProperties("vestibule.webhooks")
record WebhookProperties(@DefaultValue("7d") Duration kept) {

	WebhookProperties {
		// Every delivery has come to its end by then: see Courier.
		if (kept.compareTo(Duration.ofDays(2)) < 0) {
			throw new IllegalArgumentException("vestibule.webhooks.kept must be two days at least, such as 7d.");
		}
	}

}
