package dev.vestibule.selfservice;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountProperties;
import dev.vestibule.account.AccountRules;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Waiting;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Another address for an account: asked for here, and proved by the code in the browser
 * that asked.
 */
@Controller
class EmailController {

	private static final String WAITING = "/account/email/code";

	private final AccountRules rules;

	private final AccountProperties properties;

	private final AddressChange change;

	private final PendingChange pending;

	private final EmailVerification verification;

	private final Waiting waiting;

	private final Askers askers;

	EmailController(AccountRules rules, AccountProperties properties, AddressChange change, PendingChange pending,
			EmailVerification verification, Waiting waiting, Askers askers) {
		this.rules = rules;
		this.properties = properties;
		this.change = change;
		this.pending = pending;
		this.verification = verification;
		this.waiting = waiting;
		this.askers = askers;
	}

	@GetMapping("/account/email")
	ModelAndView show(@RequestAttribute Account account, Locale locale) {
		return form(account, locale).addObject("form", new AddressForm(null));
	}

	@PostMapping("/account/email")
	ModelAndView ask(@RequestAttribute Account account, @ModelAttribute("form") AddressForm form, BindingResult errors,
			Locale locale, HttpServletRequest request, HttpServletResponse response) {
		if (Freeze.isOn(account)) {
			return status(form(account, locale), HttpStatus.FORBIDDEN);
		}
		this.rules.checkEmail(form.email(), errors);
		EmailAddress email = Optional.ofNullable(form.email()).flatMap(EmailAddress::parse).orElse(account.email());
		if (!errors.hasErrors() && email.equals(account.email())) {
			errors.rejectValue("email", "email.own");
		}
		if (errors.hasErrors()) {
			return status(form(account, locale), HttpStatus.BAD_REQUEST);
		}
		Asker asker = this.askers.of(request, response);
		try {
			this.verification.withPermit(email, asker, false,
					(permit) -> this.pending.begin(this.change.ask(permit, account, asker), request));
		}
		catch (LimitExceededException ex) {
			this.verification.awaited(this.pending.challenge(request), ChallengePurpose.NEW_ADDRESS, email)
				.orElseThrow(() -> ex);
		}
		return SeeOther.to(WAITING);
	}

	@GetMapping(WAITING)
	ModelAndView showCode(@RequestParam(required = false) @Nullable String resent, HttpServletRequest request) {
		return waiting(request, null).map((page) -> page.addObject("notice", (resent != null) ? "resent" : null))
			.orElseGet(EmailController::again);
	}

	@GetMapping(WAITING + "/progress")
	@Nullable ModelAndView progress(@RequestParam(defaultValue = "") String shown, HttpServletRequest request,
			HttpServletResponse response) {
		return this.waiting.progress(this.pending.challenge(request), WAITING, "/account/email", shown, response);
	}

	@PostMapping(WAITING)
	ModelAndView confirm(@RequestParam(defaultValue = "") String code, HttpServletRequest request,
			HttpServletResponse response) {
		Optional<UUID> challenge = this.pending.challenge(request);
		if (challenge.isEmpty()) {
			return again();
		}
		try {
			CodeAnswer answer = this.verification.confirmCode(challenge.get(), code);
			if (answer instanceof CodeAnswer.Right right) {
				return this.change.complete(right.proof(), this.askers.of(request, response)) ? done(request)
						: refuse(request, "expired");
			}
			return refuse(request, answer.name());
		}
		catch (LimitExceededException ex) {
			return ex.on(refuse(request, "limit"), response);
		}
	}

	@PostMapping("/account/email/resend")
	ModelAndView resend(HttpServletRequest request, HttpServletResponse response) {
		Optional<UUID> challenge = this.pending.challenge(request);
		if (challenge.isEmpty()) {
			return again();
		}
		try {
			return this.verification.resend(challenge.get(), this.askers.of(request, response), (email) -> false)
					? SeeOther.to(WAITING + "?resent") : refuse(request, "expired");
		}
		catch (LimitExceededException ex) {
			return ex.on(refuse(request, "limit"), response);
		}
	}

	private ModelAndView done(HttpServletRequest request) {
		this.pending.end(request);
		return SeeOther.to("/account?done=email");
	}

	private ModelAndView form(Account account, Locale locale) {
		return new ModelAndView("account-email").addObject("email", account.email().value())
			.addObject("days", this.properties.revertible().toDays())
			.addObject("frozenUntil", Freeze.until(account, locale));
	}

	private ModelAndView refuse(HttpServletRequest request, String error) {
		return waiting(request, error).map((page) -> status(page, HttpStatus.BAD_REQUEST))
			.orElseGet(EmailController::again);
	}

	private Optional<ModelAndView> waiting(HttpServletRequest request, @Nullable String error) {
		return this.pending.challenge(request)
			.flatMap((challenge) -> this.waiting.model(challenge, error))
			.map((model) -> new ModelAndView("account-email-code", model).addObject("signedIn", true));
	}

	private static ModelAndView again() {
		return SeeOther.to("/account/email");
	}

	private static ModelAndView status(ModelAndView page, HttpStatus status) {
		page.setStatus(status);
		return page;
	}

}
