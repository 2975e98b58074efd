package dev.vestibule.client;

/**
 * What was to be changed or deleted is used by others, and cannot be; the message names
 * them.
 */
public class InUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InUseException(String message) {
		super(message);
	}

}
