package dev.vestibule.account;

/**
 * Only an administrator may do this: give roles and groups, or do anything to an account
 * that has a role in the administration; nothing was changed.
 */
public class AdministratorNeededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AdministratorNeededException() {
		super("an administrator is needed");
	}

}
