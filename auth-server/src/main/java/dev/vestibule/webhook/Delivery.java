package dev.vestibule.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a webhook, or what became of it.
 *
 * @param kind of the event
 * @param status what the receiver answered last, if it did
 * @param reason why the last attempt did not succeed, fit to be shown
 * @param payload what is sent
 */
public record Delivery(UUID id, long number, String kind, State state, int attempts, @Nullable Integer status,
		@Nullable String reason, Instant createdAt, @Nullable Instant nextAttemptAt, @Nullable Instant deliveredAt,
		String payload) {

	/**
	 * What is shown of it, by name; times are seconds since 1970.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id.toString());
		fields.put("kind", this.kind);
		fields.put("state", this.state.label());
		fields.put("attempts", this.attempts);
		if (this.status != null) {
			fields.put("status", this.status);
		}
		if (this.reason != null) {
			fields.put("reason", this.reason);
		}
		fields.put("created_at", this.createdAt.getEpochSecond());
		if (this.nextAttemptAt != null) {
			fields.put("next_attempt_at", this.nextAttemptAt.getEpochSecond());
		}
		if (this.deliveredAt != null) {
			fields.put("delivered_at", this.deliveredAt.getEpochSecond());
		}
		return fields;
	}

	/**
	 * How far it has come.
	 */
	public enum State {

		/** Waits for its first attempt. */
		QUEUED,

		/** Did not get through yet, and will be tried again. */
		RETRYING,

		/** The receiver has taken it. */
		DELIVERED,

		/** Given up. */
		FAILED;

		public boolean isOver() {
			return this == DELIVERED || this == FAILED;
		}

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
