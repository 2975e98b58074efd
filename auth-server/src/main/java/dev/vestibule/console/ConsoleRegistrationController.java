package dev.vestibule.console;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.Client;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Registers a client: first its kind, then what that kind needs, and at the end what its
 * developer has to know. The form names the client, so that one that is sent again
 * registers no second one.
 */
@Controller
class ConsoleRegistrationController {

	private static final int ID_BITS = 100;

	private final SecureRandom random = new SecureRandom();

	private final ClientAdministration clients;

	private final ConsoleClients console;

	private final ConsoleWords words;

	ConsoleRegistrationController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
	}

	@GetMapping("/admin/clients/new")
	ModelAndView kinds() {
		return new ModelAndView("console-client-kinds");
	}

	@GetMapping("/admin/clients/new/{kind}")
	ModelAndView form(@PathVariable String kind, Locale locale) {
		ClientKind asked = kind(kind);
		return page(asked, asked.suggestion(new BigInteger(ID_BITS, this.random).toString(Character.MAX_RADIX)),
				locale);
	}

	@PostMapping("/admin/clients/new/{kind}")
	ModelAndView register(@PathVariable String kind, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		ClientKind asked = kind(kind);
		List<String> names = new ArrayList<>(asked.asked());
		names.add("client_id");
		Map<String, Object> typed = ConsoleForm.read(request, names);
		Map<String, @Nullable Object> fields = asked.complete(ConsoleForm.fields(typed));
		try {
			NewClient created = this.clients.register(fields, Asking.of(account));
			return this.console.page("console-client-created", created.client(), locale)
				.addObject("secret", created.secret())
				.addObject("settings", this.console.settings(created.client()));
		}
		catch (InvalidClientMetadataException ex) {
			return refused(asked, typed, ex.fields(), HttpStatus.BAD_REQUEST, locale);
		}
		catch (ProblemException ex) {
			if (isThere(fields)) {
				return SeeOther.to("/admin/clients/" + fields.get("client_id") + "?done=registered");
			}
			return refused(asked, typed, ex.problem().errors(), ex.problem().status(), locale);
		}
	}

	// What was sent before: its secret was shown with the first answer.
	private boolean isThere(Map<String, @Nullable Object> fields) {
		Client client = this.clients.find(String.valueOf(fields.get("client_id")));
		Map<String, Object> shown = client.fields();
		return fields.entrySet().stream().allMatch((field) -> isThe(field.getValue(), shown.get(field.getKey())));
	}

	private static boolean isThe(@Nullable Object typed, @Nullable Object shown) {
		return (typed != null) ? typed.equals(shown) : shown == null;
	}

	private ModelAndView refused(ClientKind kind, Map<String, Object> typed, List<InvalidField> errors,
			HttpStatus status, Locale locale) {
		ModelAndView page = page(kind, typed, locale);
		page.addObject("errors", this.words.of(errors, typed, locale)).setStatus(status);
		return page;
	}

	private ModelAndView page(ClientKind kind, Map<String, Object> values, Locale locale) {
		return new ModelAndView("console-client-new").addObject("kind", kind.label())
			.addObject("asked", kind.asked())
			.addObject("values", values)
			.addObject("lines", ConsoleForm.lines(values))
			.addObject("errors", Map.of())
			.addObject("scopes", this.console.scopes(kind, (List<?>) values.getOrDefault("scope", List.of()), locale));
	}

	private static ClientKind kind(String label) {
		return ClientKind.of(label)
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "There is no client with this id."));
	}

}
