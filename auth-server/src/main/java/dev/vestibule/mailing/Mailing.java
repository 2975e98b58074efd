package dev.vestibule.mailing;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * How far a mailing is.
 *
 * @param queuedAt when all its mails had been put into the outbox, or null
 * @param queued mails that have been put into the outbox
 * @param sent those of them that were accepted
 * @param failed those that never will be
 * @param abandoned those whose recipient was no longer to have it when its turn came
 */
public record Mailing(UUID id, Instant createdAt, @Nullable Instant queuedAt, int queued, int sent, int failed,
		int abandoned) {

	/**
	 * Whether nothing more will happen.
	 */
	public boolean isOver() {
		return this.queuedAt != null && this.queued == this.sent + this.failed + this.abandoned;
	}

}
