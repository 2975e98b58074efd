package dev.vestibule.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.Client;
import dev.vestibule.client.Clients.NewSecret;
import dev.vestibule.selfservice.Moments;
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
 * What may interrupt those who use a client: each has a page that says what it ends, and
 * does it when its form is sent.
 */
@Controller
class ConsoleDangersController {

	/** In seconds; the first is what the page suggests. */
	private static final List<Long> OVERLAPS = List.of(Duration.ofDays(1).toSeconds(), Duration.ofDays(7).toSeconds(),
			ClientAdministration.LONGEST_OVERLAP.toSeconds(), 0L);

	private final ClientAdministration clients;

	private final ConsoleClients console;

	private final ConsoleWords words;

	ConsoleDangersController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
	}

	@PostMapping("/admin/clients/{clientId}/enable")
	ModelAndView enable(@PathVariable String clientId, @RequestAttribute Account account) {
		this.clients.setEnabled(clientId, true, Asking.of(account));
		return home(clientId, "enabled");
	}

	@GetMapping("/admin/clients/{clientId}/disable")
	ModelAndView askToDisable(@PathVariable String clientId, Locale locale) {
		return this.console.page("console-client-disable", this.clients.find(clientId), locale);
	}

	@PostMapping("/admin/clients/{clientId}/disable")
	ModelAndView disable(@PathVariable String clientId, @RequestAttribute Account account) {
		this.clients.setEnabled(clientId, false, Asking.of(account));
		return home(clientId, "disabled");
	}

	@GetMapping("/admin/clients/{clientId}/secret")
	ModelAndView askToReplaceSecret(@PathVariable String clientId, Locale locale) {
		return secretPage(this.clients.find(clientId), locale);
	}

	@PostMapping("/admin/clients/{clientId}/secret")
	ModelAndView replaceSecret(@PathVariable String clientId, @RequestAttribute Account account,
			HttpServletRequest request, Locale locale) {
		Client client = this.clients.find(clientId);
		try {
			IfMatch meant = new IfMatch(ConsoleForm.text(request, "seen"));
			NewSecret created = this.clients.replaceSecret(clientId, overlap(request), meant, Asking.of(account));
			boolean overlaps = !"0".equals(ConsoleForm.text(request, "previous_secret_expires_in"));
			return this.console.page("console-client-secret", client, locale)
				.addObject("secret", created.secret())
				.addObject("until", overlaps ? Moments.time(created.previousExpiresAt(), locale) : null);
		}
		catch (ProblemException ex) {
			ModelAndView page = secretPage(this.clients.find(clientId), locale);
			return isChanged(ex) ? page.addObject("meanwhile", true) : refused(page, ex, locale);
		}
	}

	private static boolean isChanged(ProblemException refusal) {
		return refusal.problem().status() == HttpStatus.PRECONDITION_FAILED;
	}

	private static Map<String, @Nullable Object> overlap(HttpServletRequest request) {
		String seconds = ConsoleForm.text(request, "previous_secret_expires_in");
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("previous_secret_expires_in",
				seconds.matches("[0-9]{1,9}") ? Long.valueOf(seconds) : (Object) seconds);
		return fields;
	}

	private ModelAndView secretPage(Client client, Locale locale) {
		return this.console.page("console-client-secret", client, locale)
			.addObject("overlaps", OVERLAPS)
			.addObject("seen", EntityTag.of(ClientAdministration.secrets(client)));
	}

	@GetMapping("/admin/clients/{clientId}/delete")
	ModelAndView askToDelete(@PathVariable String clientId, Locale locale) {
		return deletePage(this.clients.find(clientId), locale);
	}

	@PostMapping("/admin/clients/{clientId}/delete")
	ModelAndView delete(@PathVariable String clientId, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		try {
			this.clients.delete(clientId, new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return SeeOther.to("/admin/clients?done=deleted");
		}
		catch (ProblemException ex) {
			if (isChanged(ex)) {
				ModelAndView page = deletePage(this.clients.find(clientId), locale).addObject("meanwhile", true);
				page.setStatus(ex.problem().status());
				return page;
			}
			return refused(deletePage(this.clients.find(clientId), locale), ex, locale);
		}
	}

	private ModelAndView deletePage(Client client, Locale locale) {
		return this.console.page("console-client-delete", client, locale)
			.addObject("introspects", this.console.introspectedBy(client.metadata().clientId()));
	}

	private ModelAndView refused(ModelAndView page, ProblemException refusal, Locale locale) {
		page.addObject("refusal", this.words.of(String.valueOf(refusal.problem().detail()), locale))
			.setStatus(refusal.problem().status());
		return page;
	}

	private static ModelAndView home(String clientId, String done) {
		return SeeOther.to("/admin/clients/" + clientId + "?done=" + done);
	}

}
