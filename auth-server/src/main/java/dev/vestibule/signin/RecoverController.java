package dev.vestibule.signin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.account.AccountRules;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * "This was not me", and the way back to the address before a change. It works in any
 * browser, and asks for the mail's six digits besides, since mail scanners open links and
 * submit forms.
 */
@Controller
class RecoverController {

	private final AccountRules rules;

	private final EmailVerification verification;

	private final Recovery recovery;

	private final PasswordHashing hashing;

	private final Entrance entrance;

	private final Askers askers;

	RecoverController(AccountRules rules, EmailVerification verification, Recovery recovery, PasswordHashing hashing,
			Entrance entrance, Askers askers) {
		this.rules = rules;
		this.verification = verification;
		this.recovery = recovery;
		this.hashing = hashing;
		this.entrance = entrance;
		this.askers = askers;
	}

	@GetMapping("/recover/link")
	ModelAndView show(@RequestParam(defaultValue = "") String token) {
		return this.verification.confirmLink(token, Recovery.BY_NOTICE)
			.map((proof) -> page(proof).addObject("form", NewPasswordForm.of(token)))
			.orElseGet(RecoverController::invalid);
	}

	@PostMapping("/recover/link")
	ModelAndView recover(@ModelAttribute("form") NewPasswordForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(form.tokenOrEmpty(), Recovery.BY_NOTICE);
		if (proof.isEmpty()) {
			return invalid();
		}
		this.rules.checkPassword(form.password(), errors);
		form.checkCode(errors);
		if (errors.hasErrors()) {
			return refused(page(proof.get()));
		}
		try {
			return recover(proof.get(),
					this.verification.confirmDigits(proof.get(), form.code(), Source.of(request.getRemoteAddr())), form,
					request, response);
		}
		catch (LimitExceededException ex) {
			return ex.on(page(proof.get()).addObject("error", "limit"), response);
		}
	}

	private ModelAndView recover(Proof proof, CodeAnswer answer, NewPasswordForm form, HttpServletRequest request,
			HttpServletResponse response) {
		if (!(answer instanceof CodeAnswer.Right right)) {
			return refused(page(proof).addObject("error", answer.name()));
		}
		// Outside of the transaction, so that no connection is held meanwhile.
		String hash = this.hashing.hash(Objects.requireNonNull(form.password()));
		return this.entrance
			.admit(() -> this.recovery.complete(right.proof(), false, hash, this.askers.of(request, response)),
					List.of("otp", "pwd"), request, response)
			.map(SeeOther::to)
			.orElseGet(RecoverController::invalid);
	}

	private static ModelAndView page(Proof proof) {
		return new ModelAndView("recover-link").addObject("email", proof.email().value())
			.addObject("revert", proof.purpose() == ChallengePurpose.REVERT);
	}

	private static ModelAndView invalid() {
		return refused(new ModelAndView("verify-link").addObject("state", "invalid").addObject("again", "reset"));
	}

	private static ModelAndView refused(ModelAndView page) {
		page.setStatus(HttpStatus.BAD_REQUEST);
		return page;
	}

}
