package dev.vestibule.account;

/**
 * There is no role, or no group, of a name; nothing was changed.
 */
public class UnknownNameException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String field;

	private final String name;

	/**
	 * @param field what it should have been: {@code roles} or {@code groups}
	 */
	UnknownNameException(String field, String name) {
		super("there is no such thing among the " + field);
		this.field = field;
		this.name = name;
	}

	public String field() {
		return this.field;
	}

	public String name() {
		return this.name;
	}

}
