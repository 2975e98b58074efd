package dev.vestibule.verification;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.mail.Delivery;
import dev.vestibule.mail.Outbox;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What every page shows that waits for a code: to which address it went, how far the mail
 * got, and what can be done.
 */
@Component
public class Waiting {

	private static final String MOVING = "moving";

	private static final int A_MINUTE = 60;

	private final EmailVerification verification;

	private final Outbox outbox;

	Waiting(EmailVerification verification, Outbox outbox) {
		this.verification = verification;
		this.outbox = outbox;
	}

	/**
	 * The attributes of the template fragment {@code waiting}.
	 * @param error what went wrong with the request, or null
	 * @return empty if the challenge gave way to others or to time
	 */
	public Optional<Map<String, @Nullable Object>> model(UUID challengeId, @Nullable String error) {
		return this.verification.state(challengeId).map((state) -> {
			Optional<Delivery> delivery = this.outbox.delivery(challengeId, state.generation());
			Map<String, @Nullable Object> model = new HashMap<>();
			model.put("email", state.email().value());
			model.put("attemptsLeft", state.attemptsLeft());
			model.put("resendIn", state.resendIn());
			model.put("error", (error != null) ? error : state.flaw());
			model.put("delivery", delivery.map(Delivery::state).map(Waiting::shown).orElse("queued"));
			model.put("deliveryReason", delivery.map(Delivery::reason).orElse(null));
			model.put("poll", pace(state));
			model.put("shown", mark(state, model));
			return model;
		});
	}

	/**
	 * What a waiting page's script asks for now and then, beneath the page's own path. It
	 * learns nothing that this browser's own session does not tell it: a proof that
	 * another browser gave changes nothing here.
	 * @param challengeId what this browser waits for; empty if it no longer does, so that
	 * the page moves on
	 * @param page the page's path
	 * @param correct where another address is named
	 * @param shown what the page shows, as it was told
	 * @return null if the answer has no body
	 */
	public @Nullable ModelAndView progress(Optional<UUID> challengeId, String page, String correct, String shown,
			HttpServletResponse response) {
		Optional<Map<String, @Nullable Object>> model = challengeId.flatMap((id) -> model(id, null));
		if (model.isEmpty() && !shown.equals(MOVING)) {
			return new ModelAndView("fragments/waiting :: moving").addObject("here", page);
		}
		if (model.isEmpty()) {
			response.setHeader("HX-Redirect", page);
		}
		if (model.isEmpty() || shown.equals(model.get().get("shown"))) {
			response.setStatus(HttpStatus.NO_CONTENT.value());
			return null;
		}
		return new ModelAndView("fragments/waiting :: progress", model.get()).addObject("here", page)
			.addObject("correct", correct);
	}

	/**
	 * In how many seconds a page asks again: soon while the mail is on its way, seldom
	 * once the code is over, and never when nothing works any more.
	 */
	private static @Nullable Integer pace(ChallengeState state) {
		if (!state.linkOpen()) {
			return null;
		}
		if (state.age() < A_MINUTE) {
			return 2;
		}
		return state.open() ? 5 : 30;
	}

	/**
	 * Tells apart what pages look different for, the countdown's seconds aside.
	 */
	private static String mark(ChallengeState state, Map<String, @Nullable Object> model) {
		return Integer.toHexString(Objects.hash(state.generation(), state.flaw(), state.resendIn() > 0,
				model.get("delivery"), model.get("deliveryReason"), model.get("poll")));
	}

	private static String shown(Delivery.State state) {
		return switch (state) {
			case QUEUED, SENDING -> "queued";
			case ABANDONED -> "failed";
			default -> state.name().toLowerCase(Locale.ROOT);
		};
	}

}
