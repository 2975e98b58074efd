package dev.vestibule.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which events are looked for; what is null does not matter.
 */
public record AuditQuery(@Nullable UUID account, @Nullable String client, @Nullable String kind,
		AuditEvent.@Nullable Outcome outcome, @Nullable Instant from, @Nullable Instant to) {

	/**
	 * Where a list of events begins, which are shown newest first.
	 */
	public record Position(Instant occurredAt, long id) {

	}

}
