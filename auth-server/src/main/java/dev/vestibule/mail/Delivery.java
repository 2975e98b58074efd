package dev.vestibule.mail;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a message.
 *
 * @param reason why the last attempt did not succeed, fit to be shown, or null
 * @param attempts how often it was tried
 */
public record Delivery(State state, @Nullable String reason, int attempts) {

	/**
	 * Where a message is on its way.
	 */
	public enum State {

		/** Waits for its first attempt. */
		QUEUED,
		/** Is being handed to the mail server. */
		SENDING,
		/** The mail server has accepted it. */
		SENT,
		/** Could not be handed over yet, and will be tried again. */
		RETRYING,
		/** The mail server refused it for good, or it grew too old. */
		FAILED,
		/** What it carries is worth nothing any more. */
		ABANDONED;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
