package dev.vestibule.quickstart;

/**
 * Why the quickstart does not start, in a sentence for the person who started it.
 */
public class StartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	StartException(String sentence) {
		super(sentence);
	}

	StartException(String sentence, Throwable cause) {
		super(sentence, cause);
	}

}
