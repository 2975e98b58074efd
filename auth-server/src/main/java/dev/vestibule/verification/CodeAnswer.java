package dev.vestibule.verification;

import java.util.Locale;

/**
 * What became of a guess at a code.
 */
public sealed interface CodeAnswer {

	/**
	 * How pages call it: {@code right}, {@code wrong}, {@code expired} or
	 * {@code exhausted}.
	 */
	default String name() {
		return getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

	/**
	 * It is right, and has to be spent.
	 */
	record Right(Proof proof) implements CodeAnswer {

	}

	/**
	 * It is wrong.
	 */
	record Wrong() implements CodeAnswer {

	}

	/**
	 * There is no longer a code to guess: expired, spent, given way to others, or its key
	 * was dropped.
	 */
	record Expired() implements CodeAnswer {

	}

	/**
	 * Nothing was compared, since this code bears no more guesses.
	 */
	record Exhausted() implements CodeAnswer {

	}

}
