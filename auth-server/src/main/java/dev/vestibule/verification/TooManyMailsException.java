package dev.vestibule.verification;

/**
 * As many mails were caused to an address, by a source, or in all, as may be.
 */
public class TooManyMailsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TooManyMailsException() {
		super("too many mails");
	}

}
