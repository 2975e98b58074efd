package dev.vestibule.verification;

/**
 * One source caused as many mails to an address as it may within an hour.
 */
public class TooManyMailsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	TooManyMailsException() {
		super("too many mails to this address");
	}

}
