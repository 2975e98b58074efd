package dev.vestibule.transport;

import java.time.Instant;
import java.util.Optional;

/**
 * A way that letters leave by. Whatever is at its other end, a caller is free again
 * within 10 s.
 */
interface Transport extends AutoCloseable {

	/**
	 * Returns once the letter was accepted, or was not.
	 * @return why it was not
	 */
	Optional<Refusal> send(Letter letter);

	/**
	 * Goes as far as one can without a letter.
	 * @return why that did not succeed
	 */
	Optional<Refusal> probe();

	/**
	 * When the access that it has ends whatever is done with it, if that is known.
	 */
	Optional<Instant> authorizedUntil();

	@Override
	void close();

}
