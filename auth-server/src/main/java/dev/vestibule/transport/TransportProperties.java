package dev.vestibule.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.setting.Defaults;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * How letters go out; a first SMTP server itself is set by {@code spring.mail.*}.
 *
 * @param from the sender, such as {@code Vestibule <no-reply@example.com>}, unless
 * {@link Sender} is set another
 * @param transport the way that letters leave by
 * @param fallback the way to fall back on while the first is out of order
 * @param google access to a Google mailbox, for {@code gmail} and {@code smtp-xoauth2}
 */
@ConfigurationProperties("vestibule.mail")
record TransportProperties(@Nullable String from, @DefaultValue("smtp") Kind transport, @DefaultValue Fallback fallback,
		@DefaultValue Google google) implements Defaults {

	TransportProperties {
		if (from == null || from.isBlank()) {
			throw new IllegalArgumentException(
					"vestibule.mail.from is not set: give the sender of the mails, such as \"Vestibule <no-reply@example.com>\".");
		}
		parse(from);
	}

	InternetAddress sender() {
		return parse((this.from != null) ? this.from : "");
	}

	@Override
	public Map<String, Object> defaults() {
		InternetAddress sender = sender();
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(Sender.ADDRESS, sender.getAddress());
		if (sender.getPersonal() != null) {
			defaults.put(Sender.NAME, sender.getPersonal());
		}
		return defaults;
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

	/**
	 * The transports that there are.
	 */
	enum Kind {

		/** SMTP, signing in with a password if at all. */
		SMTP,
		/** SMTP, signing in with an access token. */
		SMTP_XOAUTH2,
		/** Gmail's API. */
		GMAIL

	}

	/**
	 * The way to fall back on.
	 *
	 * @param transport null if there is none
	 * @param host the SMTP server, where it is another than {@code spring.mail.host}
	 * @param protocol {@code smtp}, or {@code smtps} for TLS from the first byte
	 */
	record Fallback(@Nullable Kind transport, @Nullable String host, @DefaultValue("587") int port,
			@DefaultValue("smtp") String protocol, @Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "Fallback[transport=" + this.transport + ", host=" + this.host + ", port=" + this.port + "]";
		}

	}

	/**
	 * Access to a Google mailbox: an OAuth client with a refresh token, or a Workspace
	 * service account.
	 *
	 * @param clientId the OAuth client
	 * @param refreshToken null to use the one that was obtained by
	 * {@code vestibule.mail.authorize} and is kept in the database
	 * @param serviceAccountFile the JSON key of a service account with domain-wide
	 * delegation
	 * @param mailbox whose mailbox it is; the sender's address if null
	 */
	record Google(@Nullable String clientId, @Nullable String clientSecret, @Nullable String refreshToken,
			@Nullable Path serviceAccountFile, @Nullable String mailbox,
			@DefaultValue("https://oauth2.googleapis.com/token") URI tokenUri,
			@DefaultValue("https://accounts.google.com/o/oauth2/v2/auth") URI authorizationUri,
			@DefaultValue("https://gmail.googleapis.com/") URI apiUri) {

		Google {
			boolean client = StringUtils.hasText(clientId) || StringUtils.hasText(clientSecret);
			if (client && !(StringUtils.hasText(clientId) && StringUtils.hasText(clientSecret))) {
				throw new IllegalArgumentException(
						"vestibule.mail.google is half set: give both client-id and client-secret.");
			}
			if (client && serviceAccountFile != null) {
				throw new IllegalArgumentException(
						"vestibule.mail.google is set twice: give client-id and client-secret, or service-account-file, not both.");
			}
		}

		boolean isSet() {
			return StringUtils.hasText(this.clientId) || this.serviceAccountFile != null;
		}

		@Override
		public String toString() {
			return "Google[clientId=" + this.clientId + ", serviceAccountFile=" + this.serviceAccountFile + ", mailbox="
					+ this.mailbox + "]";
		}

	}

}
