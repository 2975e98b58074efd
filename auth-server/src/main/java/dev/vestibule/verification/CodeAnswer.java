package dev.vestibule.verification;

/**
 * What became of a guess at a code.
 */
public sealed interface CodeAnswer {

	/**
	 * It is right, and has to be spent.
	 */
	record Right(Proof proof) implements CodeAnswer {

	}

	/**
	 * It is wrong.
	 *
	 * @param attemptsLeft guesses that the code still bears
	 */
	record Wrong(int attemptsLeft) implements CodeAnswer {

	}

	/**
	 * There is no longer a code to guess: expired, spent, given way to others, or its key
	 * was dropped.
	 */
	record Expired() implements CodeAnswer {

	}

	/**
	 * Nothing was compared, since too much was guessed already.
	 */
	record Exhausted() implements CodeAnswer {

	}

}
