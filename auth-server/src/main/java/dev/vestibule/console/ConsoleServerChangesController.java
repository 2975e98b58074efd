package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Ids;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.ResourceServerAdministration;
import dev.vestibule.client.RegisteredResourceServer;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Changes what a resource server is, and shows both versions where another has changed it
 * meanwhile.
 */
@Controller
class ConsoleServerChangesController {

	private static final String PATH = ConsoleServersController.PATH + "/{id}/edit";

	private static final List<String> NAMES = Stream.concat(ServerForm.NAMES.stream(), Stream.of(ServerForm.SCOPES))
		.toList();

	private final ResourceServerAdministration servers;

	private final ConsoleServers console;

	private final ConsoleWords words;

	ConsoleServerChangesController(ResourceServerAdministration servers, ConsoleServers console, ConsoleWords words) {
		this.servers = servers;
		this.console = console;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView form(@PathVariable String id, Locale locale) {
		RegisteredResourceServer server = this.servers.find(Ids.read(id));
		return page(server, ServerForm.of(server), locale);
	}

	@PostMapping(PATH)
	ModelAndView change(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		RegisteredResourceServer server = this.servers.find(Ids.read(id));
		Map<String, Object> typed = ServerForm.read(request, ServerForm.NAMES, "version", "base");
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), NAMES);
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		try {
			this.servers.change(server.id(), ServerForm.fields(changed, server.server()),
					new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return ConsoleServersController.home(server, changed.isEmpty() ? "unchanged" : "saved");
		}
		catch (ProblemException ex) {
			ModelAndView page = refused(ex, server, typed, before, request, locale);
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private ModelAndView refused(ProblemException refusal, RegisteredResourceServer server, Map<String, Object> typed,
			Map<String, Object> before, HttpServletRequest request, Locale locale) {
		if (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED) {
			RegisteredResourceServer now = this.servers.find(server.id());
			Conflict conflict = Conflict.of(before, typed, ServerForm.of(now));
			return page(now, conflict.merged(), locale).addObject("differences", conflict.differences());
		}
		ModelAndView page = page(server, typed, locale)
			.addObject("errors", this.words.of(refusal.problem().errors(), typed, locale))
			.addObject("version", ConsoleForm.text(request, "version"))
			.addObject("base", ConsoleForm.text(request, "base"));
		return refusal.problem().errors().isEmpty() ? page.addObject("refusal", this.words.of(refusal, locale)) : page;
	}

	private ModelAndView page(RegisteredResourceServer server, Map<String, Object> values, Locale locale) {
		return this.console.form(this.console.page("console-server-edit", server, locale), values)
			.addObject("base", ConsoleForm.encode(ServerForm.of(server)));
	}

}
