package dev.vestibule.mail;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.mail.MailTemplates.Written;
import dev.vestibule.transport.Letter;
import dev.vestibule.transport.Refusal;
import dev.vestibule.transport.Route;
import dev.vestibule.transport.Routes;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * A message by each way out, the one to fall back on included, at once and past the
 * outbox, to see whether mail can leave.
 */
@Component
public class TrialMessages {

	private final Routes routes;

	private final MailTemplates templates;

	TrialMessages(Routes routes, MailTemplates templates) {
		this.routes = routes;
		this.templates = templates;
	}

	/**
	 * Returns within 10 s for each way.
	 */
	public List<Outcome> send(String recipient, Locale locale) {
		return this.routes.list().stream().map((route) -> send(recipient, locale, route)).toList();
	}

	private Outcome send(String recipient, Locale locale, Route route) {
		Message message = new Message("test", recipient, locale, Map.of("route", route.name()), null, 0);
		Written written = this.templates.write(message.template(), locale, message.model());
		Optional<Refusal> refusal = route.send(new Letter(UUID.randomUUID() + ".0", message.recipient(), locale,
				Instant.now(), written.subject(), written.text(), written.html(), null, null));
		return new Outcome(route.name(), refusal.map(Refusal::reason).orElse(null));
	}

	/**
	 * What became of one.
	 *
	 * @param route the way's name
	 * @param refusal why it was not accepted, or null
	 */
	public record Outcome(String route, @Nullable String refusal) {

	}

}
