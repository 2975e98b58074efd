package dev.vestibule.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * A browser in which somebody is signed in.
 *
 * @param id the SHA-256 of its cookie, in hexadecimal; it opens nothing
 * @param person who
 * @param usedAt the last request, to the minute
 * @param expiresAt when it is over if nothing is done
 * @param source the address that it was begun from
 */
public record SignedInSession(String id, Authentication person, Instant usedAt, Instant expiresAt,
		@Nullable String source, @Nullable String device) {

}
