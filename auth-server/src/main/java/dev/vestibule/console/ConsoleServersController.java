package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Ids;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.ResourceServerAdministration;
import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's resource servers: their list, each of them with what its developer
 * pastes, its registration, and its end.
 */
@Controller
class ConsoleServersController {

	static final String PATH = "/admin/resource-servers";

	/** Of the clients that stand in the way of a deletion. */
	private static final int NAMED = 20;

	private static final Set<String> DONE = Set.of("saved", "unchanged", "registered", "enabled", "disabled");

	private final ResourceServerAdministration servers;

	private final ConsoleServers console;

	private final ConsoleWords words;

	private final WordList<RegisteredResourceServer> list;

	ConsoleServersController(ResourceServerAdministration servers, ConsoleServers console, ConsoleWords words) {
		this.servers = servers;
		this.console = console;
		this.words = words;
		this.list = new WordList<>("console-servers", "servers", Set.of("deleted"), servers::list,
				(each) -> each.server().uri(), console::shown);
	}

	@GetMapping(PATH)
	ModelAndView list(HttpServletRequest request, Locale locale) {
		return this.list.show(request, locale, this.words);
	}

	@GetMapping(PATH + "/new")
	ModelAndView form() {
		return this.console.form(new ModelAndView("console-server-new"), Map.of());
	}

	@PostMapping(PATH + "/new")
	ModelAndView register(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		List<String> names = new ArrayList<>(ServerForm.NAMES);
		names.add(0, "uri");
		Map<String, Object> typed = ServerForm.read(request, names);
		try {
			return home(this.servers.register(ServerForm.fields(typed, null), Asking.of(account)), "registered");
		}
		catch (ProblemException ex) {
			if (ex.problem().status() == HttpStatus.CONFLICT && !ex.problem().errors().isEmpty()) {
				RegisteredResourceServer there = this.servers.find(String.valueOf(typed.get("uri")));
				if (isThe(typed, there)) {
					return home(there, "registered");
				}
			}
			ModelAndView page = this.console.form(new ModelAndView("console-server-new"), typed)
				.addObject("errors", this.words.of(ex.problem().errors(), typed, locale));
			return refused(page, ex, locale);
		}
	}

	// What was sent before.
	private static boolean isThe(Map<String, Object> typed, RegisteredResourceServer there) {
		Map<String, Object> values = new LinkedHashMap<>(ServerForm.of(there));
		values.put("uri", there.server().uri());
		return ConsoleForm.differing(typed, values).isEmpty();
	}

	@GetMapping(PATH + "/{id}")
	ModelAndView show(@PathVariable String id, @RequestParam(required = false) @Nullable String done, Locale locale) {
		RegisteredResourceServer server = this.servers.find(Ids.read(id));
		return this.console.page("console-server", server, locale)
			.addObject("settings", this.console.settings(server))
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

	@PostMapping(PATH + "/{id}/enable")
	ModelAndView enable(@PathVariable String id, @RequestAttribute Account account) {
		return home(this.servers.setEnabled(Ids.read(id), true, Asking.of(account)), "enabled");
	}

	@GetMapping(PATH + "/{id}/disable")
	ModelAndView askToDisable(@PathVariable String id, Locale locale) {
		return disablePage(id, locale);
	}

	@PostMapping(PATH + "/{id}/disable")
	ModelAndView disable(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		try {
			return home(this.servers.setEnabled(Ids.read(id), false, Asking.of(account)), "disabled");
		}
		catch (ProblemException ex) {
			return refused(disablePage(id, locale), ex, locale);
		}
	}

	@GetMapping(PATH + "/{id}/delete")
	ModelAndView askToDelete(@PathVariable String id, Locale locale) {
		return deletePage(id, locale);
	}

	@PostMapping(PATH + "/{id}/delete")
	ModelAndView delete(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		try {
			this.servers.delete(Ids.read(id), new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return SeeOther.to(PATH + "?done=deleted");
		}
		catch (ProblemException ex) {
			if (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) {
				ModelAndView page = deletePage(id, locale).addObject("meanwhile", true);
				page.setStatus(ex.problem().status());
				return page;
			}
			return refused(deletePage(id, locale), ex, locale);
		}
	}

	private ModelAndView disablePage(String id, Locale locale) {
		return page("console-server-disable", id, locale);
	}

	private ModelAndView deletePage(String id, Locale locale) {
		return page("console-server-delete", id, locale);
	}

	// With the clients that may ask for its scopes.
	private ModelAndView page(String view, String id, Locale locale) {
		RegisteredResourceServer server = this.servers.find(Ids.read(id));
		List<String> clients = this.servers.clientsOf(server);
		return this.console.page(view, server, locale)
			.addObject("clients", clients.stream().limit(NAMED).toList())
			.addObject("more", clients.size() - NAMED);
	}

	private ModelAndView refused(ModelAndView page, ProblemException refusal, Locale locale) {
		if (refusal.problem().errors().isEmpty()) {
			page.addObject("refusal", this.words.of(refusal, locale));
		}
		page.setStatus(refusal.problem().status());
		return page;
	}

	static ModelAndView home(RegisteredResourceServer server, String done) {
		return SeeOther.to(PATH + "/" + server.id() + "?done=" + done);
	}

}
