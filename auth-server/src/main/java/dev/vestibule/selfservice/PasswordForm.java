package dev.vestibule.selfservice;

import org.jspecify.annotations.Nullable;

/**
 * What the page sends that sets a password.
 */
record PasswordForm(@Nullable String password) {

	@Override
	public String toString() {
		return "PasswordForm[]";
	}

}
