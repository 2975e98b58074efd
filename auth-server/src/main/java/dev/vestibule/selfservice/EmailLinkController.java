package dev.vestibule.selfservice;

import java.util.Optional;

import dev.vestibule.verification.Askers;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
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

/**
 * The link that was mailed to a new address. Opening it changes nothing, and its button
 * works in the browser that asked: anywhere else it sends the person back there.
 */
@Controller
class EmailLinkController {

	private static final String PATH = "/account/email/link";

	private final AddressChange change;

	private final PendingChange pending;

	private final EmailVerification verification;

	private final Askers askers;

	EmailLinkController(AddressChange change, PendingChange pending, EmailVerification verification, Askers askers) {
		this.change = change;
		this.pending = pending;
		this.verification = verification;
		this.askers = askers;
	}

	@GetMapping(PATH)
	ModelAndView show(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token, HttpServletRequest request) {
		Optional<Proof> proof = this.verification.confirmLink(token, AddressChange.PURPOSE);
		if (proof.isEmpty()) {
			return invalid();
		}
		return this.pending.isProvedBy(proof.get(), principal, request)
				? page("confirm", HttpStatus.OK).addObject("action", PATH)
					.addObject("token", token)
					.addObject("email", proof.get().email().value())
				: page("other-browser", HttpStatus.OK);
	}

	@PostMapping(PATH)
	ModelAndView confirm(@AuthenticationPrincipal @Nullable Object principal,
			@RequestParam(defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response) {
		Optional<Proof> proof = this.verification.confirmLink(token, AddressChange.PURPOSE);
		if (proof.isEmpty()) {
			return invalid();
		}
		if (!this.pending.isProvedBy(proof.get(), principal, request)) {
			return page("other-browser", HttpStatus.FORBIDDEN);
		}
		if (!this.change.complete(proof.get(), this.askers.of(request, response))) {
			return invalid();
		}
		this.pending.end(request);
		return SeeOther.to("/account?done=email");
	}

	private static ModelAndView invalid() {
		return page("invalid", HttpStatus.BAD_REQUEST).addObject("again", "account");
	}

	private static ModelAndView page(String state, HttpStatus status) {
		ModelAndView page = new ModelAndView("verify-link").addObject("state", state);
		page.setStatus(status);
		return page;
	}

}
