package dev.vestibule.mail;

import java.time.Duration;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages go out; the mail server itself is set by {@code spring.mail.*}.
 *
 * @param from the sender, such as {@code Vestibule <no-reply@example.com>}
 * @param kept how long it is remembered what became of a message, two days at least
 */
@ConfigurationProperties("vestibule.mail")
record MailProperties(@Nullable String from, @DefaultValue("30d") Duration kept) {

	MailProperties {
		if (from == null || from.isBlank()) {
			throw new IllegalArgumentException(
					"vestibule.mail.from is not set: give the sender of the mails, such as \"Vestibule <no-reply@example.com>\".");
		}
		parse(from);
		// Every message has come to its end by then: see MailDelivery.
		if (kept.compareTo(Duration.ofDays(2)) < 0) {
			throw new IllegalArgumentException("vestibule.mail.kept must be two days at least, such as 30d.");
		}
	}

	InternetAddress sender() {
		return parse((this.from != null) ? this.from : "");
	}

	/**
	 * What the identifiers of the messages end in (RFC 5322, section 3.6.4).
	 */
	String domain() {
		String address = sender().getAddress();
		return address.substring(address.lastIndexOf('@') + 1);
	}

	private static InternetAddress parse(String from) {
		try {
			InternetAddress sender = new InternetAddress(from, true);
			if (sender.getAddress().indexOf('@') > 0 && from.chars().noneMatch(Character::isISOControl)) {
				// The personal name is set anew to have it encoded where it is not ASCII.
				return new InternetAddress(sender.getAddress(), sender.getPersonal(), "UTF-8");
			}
		}
		catch (AddressException | java.io.UnsupportedEncodingException ex) {
			// answered below, with the same words
		}
		throw new IllegalArgumentException(
				"vestibule.mail.from is not a sender such as \"Vestibule <no-reply@example.com>\": " + from);
	}

}
