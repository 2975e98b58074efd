package dev.vestibule.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.mail.Delivery;
import dev.vestibule.mail.Outbox;
import dev.vestibule.verification.ChallengeState;
import dev.vestibule.verification.CodeAnswer;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Resend;
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

/**
 * The page that waits for the code; the code works in the browser that asked for it and
 * in no other.
 */
@Controller
class VerifyController {

	private final EmailVerification verification;

	private final Outbox outbox;

	private final Arrivals arrivals;

	private final Entrance entrance;

	private final Askers askers;

	private final Destination destination;

	VerifyController(EmailVerification verification, Outbox outbox, Arrivals arrivals, Entrance entrance, Askers askers,
			Destination destination) {
		this.verification = verification;
		this.outbox = outbox;
		this.arrivals = arrivals;
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
			.orElseGet(() -> SeeOther.to("/login?error=session-ended"));
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
			Arrival arrival = this.arrivals.withProof(right.proof());
			return (arrival instanceof Arrival.TooLate) ? refuse(pending, "expired")
					: SeeOther.to(this.entrance.lead(arrival, request, response));
		}
		if (answer instanceof CodeAnswer.Wrong) {
			return refuse(pending, "wrong");
		}
		return refuse(pending, (answer instanceof CodeAnswer.Exhausted) ? "exhausted" : "expired");
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
		return SeeOther
			.to((principal instanceof AccountPrincipal) ? this.destination.take(request, response) : "/login");
	}

	private ModelAndView refuse(PendingPrincipal pending, String error) {
		ModelAndView page = page(pending, error).orElseGet(() -> SeeOther.to("/login?error=session-ended"));
		if (page.getViewName() != null) {
			page.setStatus(HttpStatus.BAD_REQUEST);
		}
		return page;
	}

	private Optional<ModelAndView> page(PendingPrincipal pending, @Nullable String error) {
		return this.verification.state(pending.challengeId()).map((state) -> {
			ModelAndView page = new ModelAndView("verify").addObject("email", state.email().value())
				.addObject("attemptsLeft", state.attemptsLeft())
				.addObject("resendIn", state.resendIn())
				.addObject("error", (error != null) ? error : standing(state));
			return addDelivery(page, pending.challengeId(), state.generation());
		});
	}

	private static @Nullable String standing(ChallengeState state) {
		if (!state.open()) {
			return "expired";
		}
		return (state.attemptsLeft() == 0) ? "exhausted" : null;
	}

	private ModelAndView addDelivery(ModelAndView page, UUID challengeId, int generation) {
		Optional<Delivery> delivery = this.outbox.delivery(challengeId, generation);
		String state = delivery.map(Delivery::state).map(VerifyController::shown).orElse("queued");
		return page.addObject("delivery", state)
			.addObject("deliveryReason", delivery.map(Delivery::reason).orElse(null));
	}

	private static String shown(Delivery.State state) {
		return switch (state) {
			case QUEUED, SENDING -> "queued";
			case ABANDONED -> "failed";
			default -> state.name().toLowerCase(Locale.ROOT);
		};
	}

}
