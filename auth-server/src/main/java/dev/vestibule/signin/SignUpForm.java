package dev.vestibule.signin;

import org.jspecify.annotations.Nullable;

/**
 * What the sign-up page sends.
 */
record SignUpForm(@Nullable String email, @Nullable String name, @Nullable String password) {

	static final SignUpForm EMPTY = new SignUpForm(null, null, null);

	@Override
	public String toString() {
		return "SignUpForm[email=" + this.email + "]";
	}

}
