package dev.vestibule.signin;

import java.util.Locale;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.PasswordPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/**
 * What a sign-up may contain; it names each bad field.
 */
@Component
class SignUpRules {

	private static final int MAX_EMAIL_LENGTH = 254;

	private final PasswordPolicy passwordPolicy;

	SignUpRules(PasswordPolicy passwordPolicy) {
		this.passwordPolicy = passwordPolicy;
	}

	void check(SignUpForm form, Errors errors) {
		checkEmail(form.email(), errors);
		checkName(form.name(), errors);
		checkPassword(form.password(), errors);
	}

	void checkEmail(@Nullable String email, Errors errors) {
		if (email == null || email.isBlank()) {
			errors.rejectValue("email", "email.required");
		}
		else if (email.strip().length() > MAX_EMAIL_LENGTH) {
			errors.rejectValue("email", "email.too-long");
		}
		else if (EmailAddress.parse(email).isEmpty()) {
			errors.rejectValue("email", "email.malformed");
		}
	}

	void checkName(@Nullable String name, Errors errors) {
		if (name == null || name.isBlank()) {
			errors.rejectValue("name", "name.required");
		}
		else if (!PersonName.fits(name.strip())) {
			errors.rejectValue("name", "name.too-long");
		}
		else if (!PersonName.usable(name.strip())) {
			errors.rejectValue("name", "name.malformed");
		}
	}

	/**
	 * The mail's six digits, as far as their form goes.
	 */
	void checkCode(NewPasswordForm form, Errors errors) {
		if (!form.digits().matches("[0-9]{6}")) {
			errors.rejectValue("code", "code.malformed");
		}
	}

	void checkPassword(@Nullable String password, Errors errors) {
		if (password == null || password.isEmpty()) {
			errors.rejectValue("password", "password.required");
			return;
		}
		this.passwordPolicy.check(password)
			.ifPresent((flaw) -> errors.rejectValue("password",
					"password." + flaw.name().toLowerCase(Locale.ROOT).replace('_', '-')));
	}

}
