package dev.vestibule.account;

/**
 * Nobody would be left who may change the administration; nothing was changed.
 */
public class LastAdministratorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LastAdministratorException() {
		super("the last administrator");
	}

}
