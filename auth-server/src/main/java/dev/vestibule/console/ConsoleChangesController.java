package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.Client;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Changes what a client is. The form knows which version it was filled from, and when
 * another is there by now it takes over what only the other has changed, keeps what was
 * typed, and shows both.
 */
@Controller
class ConsoleChangesController {

	private final ClientAdministration clients;

	private final ConsoleClients console;

	private final ConsoleWords words;

	ConsoleChangesController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
	}

	@GetMapping("/admin/clients/{clientId}/edit")
	ModelAndView form(@PathVariable String clientId, Locale locale) {
		Client client = this.clients.find(clientId);
		return page(client, ConsoleForm.of(client.fields(), names(client)), locale);
	}

	@PostMapping("/admin/clients/{clientId}/edit")
	ModelAndView change(@PathVariable String clientId, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Client client = this.clients.find(clientId);
		List<String> names = names(client);
		Map<String, Object> typed = ConsoleForm.read(request, names, "version", "base");
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), names);
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		try {
			IfMatch meant = new IfMatch(ConsoleForm.text(request, "version"));
			this.clients.change(clientId, ConsoleForm.fields(changed), meant, Asking.of(account));
			return SeeOther.to("/admin/clients/" + clientId + "?done=" + (changed.isEmpty() ? "unchanged" : "saved"));
		}
		catch (InvalidClientMetadataException ex) {
			ModelAndView page = page(client, typed, locale)
				.addObject("errors", this.words.of(ex.fields(), typed, locale))
				.addObject("version", ConsoleForm.text(request, "version"))
				.addObject("base", ConsoleForm.text(request, "base"));
			page.setStatus(HttpStatus.BAD_REQUEST);
			return page;
		}
		catch (ProblemException ex) {
			return refused(ex, client, typed, before, locale);
		}
	}

	private ModelAndView refused(ProblemException refusal, Client client, Map<String, Object> typed,
			Map<String, Object> before, Locale locale) {
		ModelAndView page = (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED)
				? conflict(typed, before, locale, client.metadata().clientId())
				: page(client, typed, locale).addObject("refusal", this.words.of(refusal, locale));
		page.setStatus(refusal.problem().status());
		return page;
	}

	private ModelAndView conflict(Map<String, Object> typed, Map<String, Object> before, Locale locale,
			String clientId) {
		Client now = this.clients.find(clientId);
		Conflict conflict = Conflict.of(before, typed, ConsoleForm.of(now.fields(), new ArrayList<>(typed.keySet())));
		return page(now, conflict.merged(), locale).addObject("differences", conflict.differences());
	}

	private ModelAndView page(Client client, Map<String, Object> values, Locale locale) {
		ClientKind kind = ClientKind.of(client.metadata());
		List<String> names = names(client);
		return this.console.page("console-client-edit", client, locale)
			.addObject("asked", names)
			.addObject("values", values)
			.addObject("lines", ConsoleForm.lines(values))
			.addObject("errors", Map.of())
			.addObject("base", ConsoleForm.encode(ConsoleForm.of(client.fields(), names)))
			.addObject("scopes", this.console.scopes(kind, (List<?>) values.getOrDefault("scope", List.of()), locale));
	}

	private static List<String> names(Client client) {
		ClientKind kind = ClientKind.of(client.metadata());
		List<String> names = new ArrayList<>(kind.asked());
		names.add(1, "client_uri");
		if (kind != ClientKind.SERVICE) {
			names.addAll(List.of("brand_color", "tos_uri", "policy_uri"));
		}
		return names;
	}

}
