package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Page;
import dev.vestibule.admin.ProblemException;
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

	ConsoleClientsController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
	}

	@GetMapping("/admin/clients")
	ModelAndView list(HttpServletRequest request, Locale locale) {
		ModelAndView page = new ModelAndView("console-clients");
		try {
			fill(page, request, locale);
		}
		catch (ProblemException ex) {
			page.addObject("clients", List.of())
				.addObject("errors", this.words.of(ex.problem().errors(), Map.of(), locale))
				.setStatus(ex.problem().status());
		}
		return page;
	}

	private void fill(ModelAndView model, HttpServletRequest request, Locale locale) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		String done = query.choice("done", Set.of("deleted"));
		query.words("ui_locales");
		model.addObject("q", words).addObject("done", done);
		query.check();
		List<Client> found = this.clients.list(new Query(words, null, null, null), page.after(""), page.toFind());
		String next = page.next(found, (client) -> List.of(client.metadata().clientId()));
		model
			.addObject("clients",
					page.entries(found).stream().map((client) -> this.console.shown(client, locale)).toList())
			.addObject("next", (next != null) ? page.link(next) : null)
			.addObject("further", page.after() != null);
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
