package dev.vestibule.mail;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of messages.
 *
 * @param kept how long it is remembered what became of a message, two days at least
 */
@ConfigurationProperties("vestibule.mail")
record MailProperties(@DefaultValue("30d") Duration kept) {

	MailProperties {
		// Every message has come to its end by then: see MailDelivery.
		if (kept.compareTo(Duration.ofDays(2)) < 0) {
			throw new IllegalArgumentException("vestibule.mail.kept must be two days at least, such as 30d.");
		}
	}

}
