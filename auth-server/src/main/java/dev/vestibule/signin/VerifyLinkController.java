package dev.vestibule.signin;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.vestibule.account.AccountRules;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
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
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * The mailed link. Opening it changes nothing, since mail scanners open links too. Its
 * button works in the browser that asked. In another, a sign-up can be continued with the
 * mail's six digits and a password of one's own, so that whoever began it gains nothing.
 */
@Controller
class VerifyLinkController {

	private static final Set<ChallengePurpose> HERE = Set.of(ChallengePurpose.SIGN_UP, ChallengePurpose.INVITATION,
			ChallengePurpose.PROOF);

	private static final Set<ChallengePurpose> ELSEWHERE = Set.of(ChallengePurpose.SIGN_UP,
			ChallengePurpose.INVITATION);

	private final EmailVerification verification;

	private final AccountRules rules;

	private final PasswordHashing hashing;

	private final Arrivals arrivals;

	private final Entrance entrance;

	VerifyLinkController(EmailVerification verification, AccountRules rules, PasswordHashing hashing, Arrivals arrivals,
			Entrance entrance) {
		this.verification = verification;
		this.rules = rules;
		this.hashing = hashing;
		this.arrivals = arrivals;
		this.entrance = entrance;
	}

	@GetMapping("/verify/link")
	ModelAndView show(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token) {
		Optional<Proof> proof = this.verification.confirmLink(token, HERE);
		if (proof.isEmpty()) {
			return invalid();
		}
		return (asker(principal, proof.get()) != null)
				? page("confirm", HttpStatus.OK).addObject("token", token)
					.addObject("email", proof.get().email().value())
				: otherBrowser(proof.get(), HttpStatus.OK).addObject("form", NewPasswordForm.of(token));
	}

	@PostMapping("/verify/link")
	ModelAndView confirm(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(token, HERE);
		if (proof.isEmpty()) {
			return invalid();
		}
		PendingPrincipal asker = asker(principal, proof.get());
		if (asker == null) {
			return otherBrowser(proof.get(), HttpStatus.FORBIDDEN).addObject("form", NewPasswordForm.of(token));
		}
		return arrive(
				() -> this.arrivals.withProof(proof.get(), asker.methods(), RequestContextUtils.getLocale(request)),
				request, response);
	}

	@PostMapping("/verify/link/continue")
	ModelAndView continueHere(@ModelAttribute("form") NewPasswordForm form, BindingResult errors,
			HttpServletRequest request, HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(form.tokenOrEmpty(), ELSEWHERE);
		if (proof.isEmpty()) {
			return invalid();
		}
		form.checkCode(errors);
		this.rules.checkName(form.name(), errors);
		this.rules.checkPassword(form.password(), errors);
		if (errors.hasErrors()) {
			return otherBrowser(proof.get(), HttpStatus.BAD_REQUEST);
		}
		try {
			return continueHere(proof.get(),
					this.verification.confirmDigits(proof.get(), form.code(), Source.of(request.getRemoteAddr())), form,
					request, response);
		}
		catch (LimitExceededException ex) {
			return ex.on(otherBrowser(proof.get(), HttpStatus.TOO_MANY_REQUESTS).addObject("error", "limit"), response);
		}
	}

	private ModelAndView continueHere(Proof proof, CodeAnswer answer, NewPasswordForm form, HttpServletRequest request,
			HttpServletResponse response) {
		if (!(answer instanceof CodeAnswer.Right right)) {
			return otherBrowser(proof, HttpStatus.BAD_REQUEST).addObject("error", answer.name());
		}
		// Outside of the transaction, so that no connection is held meanwhile.
		String hash = this.hashing.hash(Objects.requireNonNull(form.password()));
		String name = Objects.requireNonNull(form.name()).strip();
		return arrive(() -> this.arrivals.elsewhere(right.proof(), name, hash, RequestContextUtils.getLocale(request)),
				request, response);
	}

	private ModelAndView arrive(Supplier<Arrival> arriving, HttpServletRequest request, HttpServletResponse response) {
		return this.entrance.lead(arriving, request, response)
			.map(SeeOther::to)
			.orElseGet(VerifyLinkController::invalid);
	}

	private static @Nullable PendingPrincipal asker(@Nullable Object principal, Proof proof) {
		return (principal instanceof PendingPrincipal pending && pending.challengeId().equals(proof.challengeId()))
				? pending : null;
	}

	private static ModelAndView otherBrowser(Proof proof, HttpStatus status) {
		String state = (proof.purpose() == ChallengePurpose.INVITATION) ? "invitation" : "other-browser";
		return page(state, status).addObject("continuable", ELSEWHERE.contains(proof.purpose()))
			.addObject("email", proof.email().value());
	}

	private static ModelAndView invalid() {
		return page("invalid", HttpStatus.BAD_REQUEST).addObject("again", "signup");
	}

	private static ModelAndView page(String state, HttpStatus status) {
		ModelAndView page = new ModelAndView("verify-link").addObject("state", state);
		page.setStatus(status);
		return page;
	}

}
