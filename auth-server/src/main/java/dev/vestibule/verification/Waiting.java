package dev.vestibule.verification;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.mail.Delivery;
import dev.vestibule.mail.Outbox;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What every page shows that waits for a code: to which address it went, how far the mail
 * got, and what can be done.
 */
@Component
public class Waiting {

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
			return model;
		});
	}

	private static String shown(Delivery.State state) {
		return switch (state) {
			case QUEUED, SENDING -> "queued";
			case ABANDONED -> "failed";
			default -> state.name().toLowerCase(Locale.ROOT);
		};
	}

}
