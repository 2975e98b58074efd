package dev.vestibule.account;

/**
 * What was to be changed or deleted is managed by configuration, and can only be changed
 * there.
 */
public class ConfiguredException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ConfiguredException(String kind) {
		super("This " + kind + " is managed by configuration: change it there.");
	}

}
