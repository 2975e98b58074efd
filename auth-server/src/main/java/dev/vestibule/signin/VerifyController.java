package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.session.Destination;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Waiting;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

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

	private final KnownDevices devices;

	private final Waiting waiting;

	private final Arrivals arrivals;

	private final BrowserSession browser;

	private final Entrance entrance;

	private final Askers askers;

	private final Destination destination;

	VerifyController(EmailVerification verification, KnownDevices devices, Waiting waiting, Arrivals arrivals,
			BrowserSession browser, Entrance entrance, Askers askers, Destination destination) {
		this.verification = verification;
		this.devices = devices;
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
		try {
			return lead(this.verification.confirmCode(pending.challengeId(), code), pending, request, response);
		}
		catch (LimitExceededException ex) {
			return refuse(pending, ex, response);
		}
	}

	private ModelAndView lead(CodeAnswer answer, PendingPrincipal pending, HttpServletRequest request,
			HttpServletResponse response) {
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
		try {
			return this.verification.resend(pending.challengeId(), this.askers.of(request, response),
					(email) -> this.devices.know(email, request)) ? SeeOther.to("/verify?resent")
							: refuse(pending, "expired");
		}
		catch (LimitExceededException ex) {
			return refuse(pending, ex, response);
		}
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

	private ModelAndView refuse(PendingPrincipal pending, LimitExceededException ex, HttpServletResponse response) {
		return ex.on(refuse(pending, "limit"), response);
	}

	private Optional<ModelAndView> page(PendingPrincipal pending, @Nullable String error) {
		return this.waiting.model(pending.challengeId(), error).map((model) -> new ModelAndView("verify", model));
	}

}
