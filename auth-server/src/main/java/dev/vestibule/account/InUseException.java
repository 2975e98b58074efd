package dev.vestibule.account;

/**
 * Something is not deleted since it is still in use.
 */
public class InUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int accounts;

	private final int groups;

	/**
	 * @param accounts how many have it
	 * @param groups likewise
	 */
	InUseException(int accounts, int groups) {
		super("in use");
		this.accounts = accounts;
		this.groups = groups;
	}

	public int accounts() {
		return this.accounts;
	}

	public int groups() {
		return this.groups;
	}

}
