package dev.vestibule.account;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;

/**
 * What people may enter for an account; it names each bad field.
 */
@Component
public class AccountRules {

	private static final int MAX_EMAIL_LENGTH = 254;

	private final PasswordPolicy passwordPolicy;

	AccountRules(PasswordPolicy passwordPolicy) {
		this.passwordPolicy = passwordPolicy;
	}

	public void checkEmail(@Nullable String email, Errors errors) {
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

	public void checkName(@Nullable String name, Errors errors) {
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

	public void checkPassword(@Nullable String password, Errors errors) {
		if (password == null || password.isEmpty()) {
			errors.rejectValue("password", "password.required");
			return;
		}
		this.passwordPolicy.check(password)
			.ifPresent((flaw) -> errors.rejectValue("password",
					"password." + flaw.name().toLowerCase(Locale.ROOT).replace('_', '-')));
	}

}
