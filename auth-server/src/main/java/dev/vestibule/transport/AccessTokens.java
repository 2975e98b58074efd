package dev.vestibule.transport;

import java.time.Instant;
import java.util.Optional;

/**
 * Access tokens that open a mailbox.
 */
interface AccessTokens {

	/**
	 * One that should still be good.
	 */
	String current() throws RefusedException;

	/**
	 * One that was obtained just now.
	 */
	String renewed() throws RefusedException;

	/**
	 * When there will be none any more, if that is known.
	 */
	Optional<Instant> authorizedUntil();

}
