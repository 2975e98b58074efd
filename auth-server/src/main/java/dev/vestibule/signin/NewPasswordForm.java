package dev.vestibule.signin;

import dev.vestibule.verification.Digits;
import org.jspecify.annotations.Nullable;

import org.springframework.validation.Errors;

/**
 * What a page sends that sets a password on the strength of a mail.
 *
 * @param token the mailed link's, where the page was opened by it
 * @param code the mailed six digits, where the page asks for them
 * @param name what the person is called, where there is no account yet
 */
record NewPasswordForm(@Nullable String token, @Nullable String code, @Nullable String name,
		@Nullable String password) {

	static NewPasswordForm of(@Nullable String token) {
		return new NewPasswordForm(token, null, null, null);
	}

	String tokenOrEmpty() {
		return (this.token != null) ? this.token : "";
	}

	/**
	 * Whether there are six digits.
	 */
	void checkCode(Errors errors) {
		if (Digits.read(this.code).isEmpty()) {
			errors.rejectValue("code", "code.malformed");
		}
	}

	@Override
	public String toString() {
		return "NewPasswordForm[]";
	}

}
