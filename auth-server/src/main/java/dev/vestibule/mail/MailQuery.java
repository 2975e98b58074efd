package dev.vestibule.mail;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which messages are looked for; what is null does not matter.
 *
 * @param recipient the whole address
 */
public record MailQuery(@Nullable String recipient, Delivery.@Nullable State state, @Nullable String template,
		@Nullable Instant from, @Nullable Instant to) {

	/**
	 * Where a list of messages begins, which are shown newest first.
	 */
	public record Position(Instant createdAt, UUID id) {

	}

}
