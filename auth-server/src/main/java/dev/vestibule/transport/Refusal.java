package dev.vestibule.transport;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Why a letter was not taken.
 *
 * @param reason fit to be shown and kept: one short line, without what the letter said
 * @param pause how long to wait before trying again at the earliest, if that was said
 */
public record Refusal(Kind kind, String reason, @Nullable Duration pause) {

	/**
	 * What could be quoted from the message by a server that explains itself: addresses
	 * of pages, codes, tokens.
	 */
	private static final Pattern QUOTED = Pattern.compile("(?i)https?:\\S+|\\b\\d{6,}\\b|(?=[\\w-]*\\d)[\\w-]{24,}");

	private static final Logger logger = LoggerFactory.getLogger(Refusal.class);

	private static final int MAX_LENGTH = 200;

	private static final String LATE = "the mail server did not answer in time";

	Refusal(Kind kind, String reason) {
		this(kind, reason, null);
	}

	/**
	 * Whether another way might take the letter.
	 */
	public boolean isOfTheRoute() {
		return this.kind == Kind.UNREACHABLE || this.kind == Kind.UNAUTHORIZED;
	}

	/**
	 * What it was that failed.
	 * @param connected whether there was a connection and a sign-in, so that this is
	 * about the message
	 */
	static Refusal of(MessagingException exception, boolean connected) {
		if (connected) {
			return ofMessage(exception);
		}
		return (exception instanceof AuthenticationFailedException refused) ? ofSignIn(refused)
				: new Refusal(Kind.UNREACHABLE, reason(exception));
	}

	static Refusal late(boolean connected) {
		return new Refusal(connected ? Kind.TRANSIENT : Kind.UNREACHABLE, LATE);
	}

	static Refusal crowded() {
		return new Refusal(Kind.TRANSIENT, "the mail server is slow to take mail for this domain");
	}

	/**
	 * The letter itself is impossible.
	 */
	public static Refusal unwritable() {
		return new Refusal(Kind.PERMANENT, "the message could not be written");
	}

	/**
	 * Only a reply that is not meant for the time being is a word about what we sign in
	 * with (RFC 4954, section 6).
	 */
	private static Refusal ofSignIn(AuthenticationFailedException exception) {
		String reply = String.valueOf(exception.getMessage());
		logger.info("The mail server answered to our sign-in: {}", clean(explained(reply)));
		return reply.startsWith("4") ? new Refusal(Kind.UNREACHABLE, "the mail server does not sign us in at present")
				: new Refusal(Kind.UNAUTHORIZED, "the mail server refused our sign-in");
	}

	/**
	 * XOAUTH2 fails by a challenge that says why. A client may ask for the reply behind
	 * it, which says less; Jakarta Mail hangs up.
	 */
	private static String explained(String reply) {
		if (!reply.startsWith("334 ")) {
			return reply;
		}
		try {
			byte[] why = Base64.getDecoder().decode(reply.substring(4).strip());
			// What is quoted is not logged.
			return "334 " + new String(why, StandardCharsets.UTF_8).replace("\"", "");
		}
		catch (IllegalArgumentException ex) {
			return reply;
		}
	}

	private static Refusal ofMessage(MessagingException exception) {
		Reply reply = null;
		for (Throwable cause = exception; cause != null; cause = next(cause)) {
			Reply found = reply(cause);
			// What is said of the mailbox comes behind what it made of the whole.
			reply = (found != null) ? found : reply;
		}
		if (reply == null) {
			return new Refusal(Kind.TRANSIENT, reason(exception));
		}
		return new Refusal(reply.permanent() ? Kind.PERMANENT : Kind.TRANSIENT,
				clean(reply.about() + " refused: " + reply.text()));
	}

	private static String reason(MessagingException exception) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(exception);
		logger.info("No word from the mail server: {}", clean(root.toString()));
		if (root instanceof SocketTimeoutException) {
			return LATE;
		}
		if (root instanceof SSLException || root instanceof GeneralSecurityException) {
			return "there is no trusted TLS connection to the mail server";
		}
		if (String.valueOf(root.getMessage()).startsWith("STARTTLS is required")) {
			return "the mail server offers no TLS";
		}
		return "the connection to the mail server failed";
	}

	/**
	 * One short line of what a server or a library said.
	 */
	static String clean(String said) {
		String line = QUOTED.matcher(said).replaceAll("…").replaceAll("[\\p{C}\\s]+", " ").strip();
		return (line.length() <= MAX_LENGTH) ? line : line.substring(0, MAX_LENGTH - 1) + "…";
	}

	private static @Nullable Throwable next(Throwable cause) {
		return (cause instanceof MessagingException messaging) ? messaging.getNextException() : null;
	}

	private static @Nullable Reply reply(Throwable cause) {
		if (cause instanceof SMTPAddressFailedException refused) {
			return Reply.of("mailbox", refused.getReturnCode(), refused);
		}
		if (cause instanceof SMTPSenderFailedException refused) {
			return Reply.of("sender", refused.getReturnCode(), refused);
		}
		if (cause instanceof SMTPSendFailedException refused) {
			return Reply.of("message", refused.getReturnCode(), refused);
		}
		return null;
	}

	/**
	 * A reply of the server that is not a success.
	 */
	private record Reply(String about, int code, String text) {

		static @Nullable Reply of(String about, int code, Exception exception) {
			// Without a code the connection broke before there was a reply.
			return (code >= 400) ? new Reply(about, code, String.valueOf(exception.getMessage())) : null;
		}

		boolean permanent() {
			// 53x asks for another sign-in or for TLS: the operator's to mend, not a
			// word about the mailbox.
			return this.code >= 500 && this.code / 10 != 53;
		}

	}

	/**
	 * What trying again would be good for.
	 */
	public enum Kind {

		/** The message will never be taken (RFC 5321, section 4.2.1). */
		PERMANENT,
		/** It may be taken later. */
		TRANSIENT,
		/** Nothing was said of the message: none can be handed over at present. */
		UNREACHABLE,
		/** None can be until an operator has authorised us again. */
		UNAUTHORIZED

	}

}
