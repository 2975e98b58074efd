package dev.vestibule.account;

/**
 * Only an administrator may do this to an account that has a role in the administration;
 * nothing was changed.
 */
public class AdministratorNeededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AdministratorNeededException() {
		super("the account has a role in the administration");
	}

}
