package dev.vestibule.account;

/**
 * Something is not deleted since it is still in use.
 */
public class InUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Uses uses;

	InUseException(Uses uses) {
		super("in use");
		this.uses = uses;
	}

	public Uses uses() {
		return this.uses;
	}

}
