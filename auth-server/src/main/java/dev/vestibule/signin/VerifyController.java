package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.session.Destination;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Resend;
import dev.vestibule.verification.Waiting;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * The page that waits for the code; the code works in the browser that asked for it and
 * in no other.
 */
@Controller
class VerifyController {

	private static final String ENDED = "/login?error=sign-up-ended";

	private final EmailVerification verification;

	private final Waiting waiting;

	private final Arrivals arrivals;

	private final BrowserSession browser;

	private final Entrance entrance;

	private final Askers askers;

	private final Destination destination;

	VerifyController(EmailVerification verification, Waiting waiting, Arrivals arrivals, BrowserSession browser,
			Entrance entrance, Askers askers, Destination destination) {
		this.verification = verification;
		this.waiting = waiting;
		this.arrivals = arrivals;
		this.browser = browser;
		this.entrance = entrance;
		this.askers = askers;
		this.destination = destination;
	}

	@GetMapping("/verify")
	ModelAndView show(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(required = false) @Nullable String resent, HttpServletRequest request,
			HttpServletResponse response) {
		if (!(principal instanceof PendingPrincipal pending)) {
			return elsewhere(principal, request, response);
		}
		return page(pending, null).map((page) -> page.addObject("notice", (resent != null) ? "resent" : null))
			.orElseGet(() -> SeeOther.to(ENDED));
	}

	@GetMapping("/verify/progress")
	@Nullable ModelAndView progress(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String shown, HttpServletResponse response) {
		return this.waiting.progress(
				(principal instanceof PendingPrincipal pending) ? Optional.of(pending.challengeId()) : Optional.empty(),
				"/verify", "/signup", shown, response);
	}

	@PostMapping("/verify")
	ModelAndView confirm(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String code, HttpServletRequest request, HttpServletResponse response) {
		if (!(principal instanceof PendingPrincipal pending)) {
			return elsewhere(principal, request, response);
		}
		String digits = code.replaceAll("\\s", "");
		if (!digits.matches("[0-9]{6}")) {
			return refuse(pending, "wrong");
		}
		CodeAnswer answer = this.verification.confirmCode(pending.challengeId(), digits);
		if (answer instanceof CodeAnswer.Right right) {
			return this.entrance
				.lead(() -> this.arrivals.withProof(right.proof(), pending.methods(),
						RequestContextUtils.getLocale(request)), request, response)
				.map(SeeOther::to)
				.orElseGet(() -> refuse(pending, "expired"));
		}
		return refuse(pending, answer.name());
	}

	@PostMapping("/verify/resend")
	ModelAndView resend(@AuthenticationPrincipal @Nullable Object principal, HttpServletRequest request,
			HttpServletResponse response) {
		if (!(principal instanceof PendingPrincipal pending)) {
			return elsewhere(principal, request, response);
		}
		Resend resend = this.verification.resend(pending.challengeId(), this.askers.of(request, response));
		if (resend == Resend.SENT) {
			return SeeOther.to("/verify?resent");
		}
		if (resend == Resend.GONE) {
			return refuse(pending, "expired");
		}
		ModelAndView page = refuse(pending, "too-soon");
		page.setStatus(HttpStatus.TOO_MANY_REQUESTS);
		boolean minute = page.getModel().get("resendIn") instanceof Integer seconds && seconds > 0;
		response.setHeader(HttpHeaders.RETRY_AFTER, minute ? "60" : "3600");
		return page;
	}

	private ModelAndView elsewhere(@Nullable Object principal, HttpServletRequest request,
			HttpServletResponse response) {
		if (principal instanceof AccountPrincipal) {
			return SeeOther.to(this.destination.take(request, response));
		}
		return SeeOther.to(this.browser.link(request).isPresent() ? "/login" : ENDED);
	}

	private ModelAndView refuse(PendingPrincipal pending, String error) {
		ModelAndView page = page(pending, error).orElseGet(() -> SeeOther.to(ENDED));
		if (page.getViewName() != null) {
			page.setStatus(HttpStatus.BAD_REQUEST);
		}
		return page;
	}

	private Optional<ModelAndView> page(PendingPrincipal pending, @Nullable String error) {
		return this.waiting.model(pending.challengeId(), error).map((model) -> new ModelAndView("verify", model));
	}

}
