package dev.vestibule.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An address that is told what happens.
 *
 * @param kinds of events; one that ends in {@code .*} means all that begin so, and
 * {@code *} means all
 * @param secretCreatedAt since when it has its secret
 */
public record Webhook(UUID id, String url, @Nullable String description, List<String> kinds, boolean enabled,
		Instant createdAt, Instant secretCreatedAt, Status status) {

	public static final int MAX_DESCRIPTION = 200;

	public static final int MAX_KINDS = 50;

	public static final int MAX_KIND = 64;

	private static final Pattern KIND = Pattern.compile("\\*|[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*(\\.\\*)?");

	/**
	 * Whether this has the form of a kind of events, or of several.
	 */
	public static boolean isKind(String text) {
		return KIND.matcher(text).matches();
	}

	/**
	 * Whether events of a kind are meant by one of its kinds.
	 */
	static boolean wants(List<String> kinds, String kind) {
		return kinds.stream()
			.anyMatch((each) -> each.endsWith("*") ? kind.startsWith(each.substring(0, each.length() - 1))
					: each.equals(kind));
	}

	/**
	 * What is shown of it and is there until somebody changes it, by name; times are
	 * seconds since 1970.
	 */
	public Map<String, @Nullable Object> fields() {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id.toString());
		fields.put("url", this.url);
		if (this.description != null) {
			fields.put("description", this.description);
		}
		fields.put("kinds", this.kinds);
		fields.put("enabled", this.enabled);
		fields.put("created_at", this.createdAt.getEpochSecond());
		fields.put("secret_created_at", this.secretCreatedAt.getEpochSecond());
		return fields;
	}

	public State state() {
		if (!this.enabled) {
			return State.DISABLED;
		}
		if (this.status.failing()) {
			return State.FAILING;
		}
		return (this.status.failures() > 0) ? State.RETRYING : State.ACTIVE;
	}

	/**
	 * How it goes.
	 */
	public enum State {

		/** The last attempt succeeded, or there was none. */
		ACTIVE,

		/** The last attempt did not succeed, and there will be others. */
		RETRYING,

		/** Something was given up, and nothing has got through since. */
		FAILING,

		/** Nothing is sent. */
		DISABLED;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How deliveries went of late.
	 *
	 * @param failures attempts since the last that succeeded
	 * @param reason why the last one did not, if it did not
	 * @param resumeAt nothing is tried before
	 * @param waiting deliveries that have not got through yet; of more than a thousand, a
	 * thousand
	 */
	public record Status(int failures, boolean failing, @Nullable String reason, Instant resumeAt,
			@Nullable Instant lastAttemptAt, @Nullable Instant lastDeliveredAt, int waiting) {

		/**
		 * What is shown of it, by name; times are seconds since 1970.
		 */
		public Map<String, Object> fields(State state) {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("state", state.label());
			fields.put("waiting", this.waiting);
			fields.put("failures", this.failures);
			if (this.reason != null) {
				fields.put("reason", this.reason);
			}
			if (this.lastAttemptAt != null) {
				fields.put("last_attempt_at", this.lastAttemptAt.getEpochSecond());
			}
			if (this.lastDeliveredAt != null) {
				fields.put("last_delivered_at", this.lastDeliveredAt.getEpochSecond());
			}
			if (this.failures > 0 && state != State.DISABLED) {
				fields.put("next_attempt_at", this.resumeAt.getEpochSecond());
			}
			return fields;
		}

	}

}
