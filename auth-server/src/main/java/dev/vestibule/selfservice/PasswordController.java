package dev.vestibule.selfservice;

import java.util.Locale;
import java.util.Objects;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.AccountRules;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.account.PersonAuthentication;
import dev.vestibule.session.Logins;
import dev.vestibule.verification.Askers;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Another password, or a first one. The sign-in that it demands has just shown who it is,
 * so the present password is not asked for. Of all browsers only this one stays signed
 * in.
 */
@Controller
class PasswordController {

	private final AccountRules rules;

	private final Accounts accounts;

	private final PasswordHashing hashing;

	private final OwnPassword password;

	private final Logins logins;

	private final Askers askers;

	PasswordController(AccountRules rules, Accounts accounts, PasswordHashing hashing, OwnPassword password,
			Logins logins, Askers askers) {
		this.rules = rules;
		this.accounts = accounts;
		this.hashing = hashing;
		this.password = password;
		this.logins = logins;
		this.askers = askers;
	}

	@GetMapping("/account/password")
	ModelAndView show(@RequestAttribute Account account, Locale locale) {
		return page(account, locale).addObject("form", new PasswordForm(null));
	}

	@PostMapping("/account/password")
	ModelAndView change(@RequestAttribute Account account, @AuthenticationPrincipal AccountPrincipal person,
			@ModelAttribute("form") PasswordForm form, BindingResult errors, Locale locale, HttpServletRequest request,
			HttpServletResponse response) {
		if (Freeze.isOn(account)) {
			return refused(account, locale, HttpStatus.FORBIDDEN);
		}
		this.rules.checkPassword(form.password(), errors);
		if (errors.hasErrors()) {
			return refused(account, locale, HttpStatus.BAD_REQUEST);
		}
		// Outside of the transaction, so that no connection is held meanwhile.
		String hash = this.hashing.hash(Objects.requireNonNull(form.password()));
		return this.password.change(person, hash, this.askers.of(request, response)).map((changed) -> {
			this.logins.signIn(PersonAuthentication.of(changed), request, response);
			return SeeOther.to("/account?done=password");
		}).orElseGet(() -> SeeOther.to("/account"));
	}

	private ModelAndView refused(Account account, Locale locale, HttpStatus status) {
		ModelAndView page = page(account, locale);
		page.setStatus(status);
		return page;
	}

	private ModelAndView page(Account account, Locale locale) {
		return new ModelAndView("account-password").addObject("email", account.email().value())
			.addObject("hasPassword", this.accounts.passwordHash(account.id()) != null)
			.addObject("frozenUntil", Freeze.until(account, locale));
	}

}
