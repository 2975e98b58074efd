package dev.vestibule.signin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.AccountRules;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import dev.vestibule.session.Destination;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
import dev.vestibule.verification.Waiting;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * A new password for who forgot theirs. The code works in the browser that asked; the
 * link in any. Only in that one does the link do alone: elsewhere it asks for the mail's
 * six digits besides, since mail scanners open links and submit forms.
 */
@Controller
class ResetController {

	private final AccountRules rules;

	private final EmailVerification verification;

	private final KnownDevices devices;

	private final Waiting waiting;

	private final Recovery recovery;

	private final PasswordHashing hashing;

	private final BrowserSession browser;

	private final Entrance entrance;

	private final Askers askers;

	private final Destination destination;

	ResetController(AccountRules rules, EmailVerification verification, KnownDevices devices, Waiting waiting,
			Recovery recovery, PasswordHashing hashing, BrowserSession browser, Entrance entrance, Askers askers,
			Destination destination) {
		this.rules = rules;
		this.verification = verification;
		this.devices = devices;
		this.waiting = waiting;
		this.recovery = recovery;
		this.hashing = hashing;
		this.browser = browser;
		this.entrance = entrance;
		this.askers = askers;
		this.destination = destination;
	}

	@GetMapping("/reset")
	ModelAndView show() {
		return new ModelAndView("reset").addObject("form", new AddressForm(null));
	}

	@PostMapping("/reset")
	ModelAndView ask(@ModelAttribute("form") AddressForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response) {
		this.rules.checkEmail(form.email(), errors);
		if (errors.hasErrors()) {
			return refused(new ModelAndView("reset"));
		}
		EmailAddress email = EmailAddress.parse(Objects.requireNonNull(form.email())).orElseThrow();
		Asker asker = this.askers.of(request, response);
		try {
			this.verification.withPermit(email, asker, this.devices.know(email, request),
					(permit) -> this.browser.awaitReset(this.recovery.ask(permit, asker), request));
		}
		catch (LimitExceededException ex) {
			this.verification.awaited(this.browser.reset(request), ChallengePurpose.RESET, email).orElseThrow(() -> ex);
		}
		return SeeOther.to("/reset/code");
	}

	@GetMapping("/reset/code")
	ModelAndView showCode(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(required = false) @Nullable String resent, HttpServletRequest request,
			HttpServletResponse response) {
		if (principal instanceof AccountPrincipal) {
			return SeeOther.to(this.destination.take(request, response));
		}
		return page(request, null)
			.map((page) -> page.addObject("form", NewPasswordForm.of(null))
				.addObject("notice", (resent != null) ? "resent" : null))
			.orElseGet(() -> SeeOther.to("/reset"));
	}

	@GetMapping("/reset/code/progress")
	@Nullable ModelAndView progress(@RequestParam(defaultValue = "") String shown, HttpServletRequest request,
			HttpServletResponse response) {
		return this.waiting.progress(this.browser.reset(request), "/reset/code", "/reset", shown, response);
	}

	@PostMapping("/reset/code")
	ModelAndView confirmCode(@ModelAttribute("form") NewPasswordForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response) {
		Optional<UUID> challenge = this.browser.reset(request);
		if (challenge.isEmpty()) {
			return SeeOther.to("/reset");
		}
		this.rules.checkPassword(form.password(), errors);
		form.checkCode(errors);
		if (errors.hasErrors()) {
			return page(request, null).map(ResetController::refused).orElseGet(() -> SeeOther.to("/reset"));
		}
		try {
			CodeAnswer answer = this.verification.confirmCode(challenge.get(), form.code());
			if (answer instanceof CodeAnswer.Right right) {
				return complete(right.proof(), false, form, request, response)
					.orElseGet(() -> refuse(request, "expired"));
			}
			return refuse(request, answer.name());
		}
		catch (LimitExceededException ex) {
			return refuse(request, ex, response);
		}
	}

	@PostMapping("/reset/resend")
	ModelAndView resend(HttpServletRequest request, HttpServletResponse response) {
		Optional<UUID> challenge = this.browser.reset(request);
		if (challenge.isEmpty()) {
			return SeeOther.to("/reset");
		}
		try {
			return this.verification.resend(challenge.get(), this.askers.of(request, response),
					(email) -> this.devices.know(email, request)) ? SeeOther.to("/reset/code?resent")
							: refuse(request, "expired");
		}
		catch (LimitExceededException ex) {
			return refuse(request, ex, response);
		}
	}

	@GetMapping("/reset/link")
	ModelAndView showLink(@RequestParam(defaultValue = "") String token, HttpServletRequest request) {
		return this.verification.confirmLink(token, Recovery.BY_RESET)
			.map((proof) -> linkPage(proof, isElsewhere(proof, request)).addObject("form", NewPasswordForm.of(token)))
			.orElseGet(ResetController::invalid);
	}

	@PostMapping("/reset/link")
	ModelAndView confirmLink(@ModelAttribute("form") NewPasswordForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(form.tokenOrEmpty(), Recovery.BY_RESET);
		if (proof.isEmpty()) {
			return invalid();
		}
		boolean elsewhere = isElsewhere(proof.get(), request);
		this.rules.checkPassword(form.password(), errors);
		if (elsewhere) {
			form.checkCode(errors);
		}
		if (errors.hasErrors()) {
			return refused(linkPage(proof.get(), elsewhere));
		}
		try {
			CodeAnswer answer = elsewhere
					? this.verification.confirmDigits(proof.get(), form.code(), Source.of(request.getRemoteAddr()))
					: new CodeAnswer.Right(proof.get());
			if (answer instanceof CodeAnswer.Right right) {
				return complete(right.proof(), elsewhere, form, request, response).orElseGet(ResetController::invalid);
			}
			return refused(linkPage(proof.get(), true).addObject("error", answer.name()));
		}
		catch (LimitExceededException ex) {
			return ex.on(linkPage(proof.get(), true).addObject("error", "limit"), response);
		}
	}

	private boolean isElsewhere(Proof proof, HttpServletRequest request) {
		return this.browser.reset(request).filter(proof.challengeId()::equals).isEmpty();
	}

	private Optional<ModelAndView> complete(Proof proof, boolean elsewhere, NewPasswordForm form,
			HttpServletRequest request, HttpServletResponse response) {
		// Outside of the transaction, so that no connection is held meanwhile.
		String hash = this.hashing.hash(Objects.requireNonNull(form.password()));
		return this.entrance
			.admit(() -> this.recovery.complete(proof, elsewhere, hash, this.askers.of(request, response)),
					List.of("otp", "pwd"), request, response)
			.map(SeeOther::to);
	}

	private ModelAndView refuse(HttpServletRequest request, String error) {
		return page(request, error).map((page) -> page.addObject("form", NewPasswordForm.of(null)))
			.map(ResetController::refused)
			.orElseGet(() -> SeeOther.to("/reset"));
	}

	private ModelAndView refuse(HttpServletRequest request, LimitExceededException ex, HttpServletResponse response) {
		return ex.on(refuse(request, "limit"), response);
	}

	private Optional<ModelAndView> page(HttpServletRequest request, @Nullable String error) {
		return this.browser.reset(request)
			.flatMap((challenge) -> this.waiting.model(challenge, error))
			.map((model) -> new ModelAndView("reset-code", model));
	}

	private static ModelAndView linkPage(Proof proof, boolean elsewhere) {
		return new ModelAndView("reset-link").addObject("email", proof.email().value())
			.addObject("elsewhere", elsewhere);
	}

	private static ModelAndView invalid() {
		return refused(new ModelAndView("verify-link").addObject("state", "invalid").addObject("again", "reset"));
	}

	private static ModelAndView refused(ModelAndView page) {
		page.setStatus(HttpStatus.BAD_REQUEST);
		return page;
	}

}
