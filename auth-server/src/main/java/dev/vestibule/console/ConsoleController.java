package dev.vestibule.console;

import java.util.List;
import java.util.Locale;

import dev.vestibule.client.Clients;
import dev.vestibule.mail.Backlog;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.signing.KeyDescription;
import dev.vestibule.signing.KeyState;
import dev.vestibule.signing.Rotation;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's first page: how things stand, in a few figures, and where to go on.
 */
@Controller
class ConsoleController {

	private final Clients clients;

	private final Rotation rotation;

	private final Backlog backlog;

	private final ServerProperties server;

	ConsoleController(Clients clients, Rotation rotation, Backlog backlog, ServerProperties server) {
		this.clients = clients;
		this.rotation = rotation;
		this.backlog = backlog;
		this.server = server;
	}

	@GetMapping("/admin")
	ModelAndView show(Locale locale) {
		List<KeyDescription> keys = this.rotation.keys();
		return new ModelAndView("console").addObject("clients", this.clients.count())
			.addObject("mail", this.backlog.count())
			.addObject("keys", active(keys, locale))
			.addObject("nextKeys", keys.stream().filter((key) -> key.state() == KeyState.NEXT).count())
			.addObject("issuer", this.server.issuer());
	}

	private static List<Key> active(List<KeyDescription> keys, Locale locale) {
		return keys.stream()
			.filter((key) -> key.state() == KeyState.ACTIVE)
			.map((key) -> new Key(key.algorithm().getName(),
					Moments.date((key.activatedAt() != null) ? key.activatedAt() : key.createdAt(), locale)))
			.sorted((one, other) -> one.algorithm().compareTo(other.algorithm()))
			.toList();
	}

	/**
	 * A key that signs now.
	 */
	record Key(String algorithm, String since) {

	}

}
