package dev.vestibule.console;

import java.util.Locale;
import java.util.Set;

import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.client.Client;
import dev.vestibule.client.Clients.Query;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's list of clients, and each of them as it is now.
 */
@Controller
class ConsoleClientsController {

	private static final Set<String> DONE = Set.of("saved", "unchanged", "enabled", "disabled", "registered");

	private final ClientAdministration clients;

	private final ConsoleClients console;

	private final ConsoleWords words;

	private final WordList<Client> list;

	ConsoleClientsController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
		this.list = new WordList<>("console-clients", "clients", Set.of("deleted"),
				(found, after, limit) -> clients.list(new Query(found, null, null, null), after, limit),
				(client) -> client.metadata().clientId(), console::shown);
	}

	@GetMapping("/admin/clients")
	ModelAndView list(HttpServletRequest request, Locale locale) {
		return this.list.show(request, locale, this.words);
	}

	@GetMapping("/admin/clients/{clientId}")
	ModelAndView show(@PathVariable String clientId, @RequestParam(required = false) @Nullable String done,
			Locale locale) {
		Client client = this.clients.find(clientId);
		return this.console.page("console-client", client, locale)
			.addObject("scopes", this.console.scopes(client.metadata(), locale))
			.addObject("settings", this.console.settings(client))
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

}
