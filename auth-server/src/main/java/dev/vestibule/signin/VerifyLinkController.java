package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
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

/**
 * The mailed link. Opening it changes nothing, since mail scanners open links too; its
 * button works in the browser that asked, and a link's owner gains nobody else anything.
 */
@Controller
class VerifyLinkController {

	private final EmailVerification verification;

	private final Arrivals arrivals;

	private final Entrance entrance;

	VerifyLinkController(EmailVerification verification, Arrivals arrivals, Entrance entrance) {
		this.verification = verification;
		this.arrivals = arrivals;
		this.entrance = entrance;
	}

	@GetMapping("/verify/link")
	ModelAndView show(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token) {
		Optional<Proof> proof = this.verification.confirmLink(token);
		if (proof.isEmpty()) {
			return page("invalid", HttpStatus.BAD_REQUEST);
		}
		if (!askedBy(principal, proof.get())) {
			return page("other-browser", HttpStatus.OK);
		}
		return page("confirm", HttpStatus.OK).addObject("token", token).addObject("email", proof.get().email().value());
	}

	@PostMapping("/verify/link")
	ModelAndView confirm(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(token);
		if (proof.isEmpty()) {
			return page("invalid", HttpStatus.BAD_REQUEST);
		}
		if (!askedBy(principal, proof.get())) {
			return page("other-browser", HttpStatus.FORBIDDEN);
		}
		Arrival arrival = this.arrivals.withProof(proof.get());
		return (arrival instanceof Arrival.TooLate) ? page("invalid", HttpStatus.BAD_REQUEST)
				: SeeOther.to(this.entrance.lead(arrival, request, response));
	}

	private static boolean askedBy(@Nullable Object principal, Proof proof) {
		return principal instanceof PendingPrincipal pending && pending.challengeId().equals(proof.challengeId());
	}

	private static ModelAndView page(String state, HttpStatus status) {
		ModelAndView page = new ModelAndView("verify-link").addObject("state", state);
		page.setStatus(status);
		return page;
	}

}
