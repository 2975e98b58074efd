package dev.vestibule.signing;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an administrator sees of a signing key.
 *
 * @param createdAt since when it is published
 * @param expiresAt until when it is published
 */
public record KeyDescription(String kid, SigningAlgorithm algorithm, KeyState state, Instant createdAt,
		@Nullable Instant activatedAt, @Nullable Instant retiredAt, @Nullable Instant expiresAt) {

}
