package dev.vestibule.console;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.authorization.ClientTrials;
import dev.vestibule.authorization.ClientTrials.Decoded;
import dev.vestibule.authorization.ClientTrials.Outcome;
import dev.vestibule.client.Client;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tries a client: with the administrator's own login, or, if it acts for itself, without
 * anybody's; and shows what its tokens say.
 */
@Controller
class ConsoleTrialController {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final ConsoleClients console;

	private final ClientTrials trials;

	ConsoleTrialController(ConsoleClients console, ClientTrials trials) {
		this.console = console;
		this.trials = trials;
	}

	@GetMapping("/admin/clients/{clientId}/try")
	ModelAndView ask(@PathVariable String clientId, Locale locale) {
		return page(this.console.find(clientId), locale);
	}

	@PostMapping("/admin/clients/{clientId}/try")
	ModelAndView begin(@PathVariable String clientId, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Client client = this.console.find(clientId);
		Set<String> scopes = scopes(client, request);
		if (!client.enabled()) {
			ModelAndView page = page(client, locale);
			page.setStatus(HttpStatus.CONFLICT);
			return page;
		}
		if (ClientKind.of(client.metadata()) == ClientKind.SERVICE) {
			return outcome(this.trials.run(clientId, scopes, account.id()), locale);
		}
		return SeeOther.to(this.trials.begin(clientId, scopes, account.id(), request));
	}

	// Those of the client, and no others.
	private static Set<String> scopes(Client client, HttpServletRequest request) {
		Set<String> scopes = new LinkedHashSet<>();
		if (ConsoleForm.read(request, List.of("scope")).get("scope") instanceof List<?> ticked) {
			ticked.forEach((scope) -> scopes.add(String.valueOf(scope)));
		}
		scopes.retainAll(client.metadata().scopes());
		return scopes;
	}

	@GetMapping(ClientTrials.PATH)
	ModelAndView end(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		return outcome(this.trials.finish(account.id(), request)
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND,
					"This trial is over, or was not begun here. Begin it again.")),
				locale);
	}

	private ModelAndView outcome(Outcome outcome, Locale locale) {
		return this.console.page("console-client-tried", this.console.find(outcome.clientId()), locale)
			.addObject("error", outcome.error())
			.addObject("accessToken", readable(outcome.accessToken()))
			.addObject("idToken", readable(outcome.idToken()))
			.addObject("refreshable", outcome.refreshable());
	}

	private ModelAndView page(Client client, Locale locale) {
		return this.console.page("console-client-try", client, locale)
			.addObject("scopes", this.console.scopes(client.metadata(), locale));
	}

	private static @Nullable Decoded readable(@Nullable Decoded token) {
		return (token != null) ? new Decoded(indented(token.header()), indented(token.claims())) : null;
	}

	private static String indented(String json) {
		return JSON.writeValueAsString(JSON.readTree(json));
	}

}
