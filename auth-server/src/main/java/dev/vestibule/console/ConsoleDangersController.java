package dev.vestibule.console;

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
		Object overlap = Overlap.read(request);
		try {
			IfMatch meant = new IfMatch(ConsoleForm.text(request, "seen"));
			NewSecret created = this.clients.replaceSecret(clientId, Map.of(Overlap.FIELD, overlap), meant,
					Asking.of(account));
			return this.console.page("console-client-secret", client, locale)
				.addObject("secret", created.secret())
				.addObject("until", overlap.equals(0) ? null : Moments.time(created.previousExpiresAt(), locale));
		}
		catch (ProblemException ex) {
			ModelAndView page = secretPage(this.clients.find(clientId), locale);
			return isChanged(ex) ? page.addObject("meanwhile", true) : this.words.refuse(page, ex, locale);
		}
	}

	private static boolean isChanged(ProblemException refusal) {
		return refusal.problem().status() == HttpStatus.PRECONDITION_FAILED;
	}

	private ModelAndView secretPage(Client client, Locale locale) {
		return this.console.page("console-client-secret", client, locale)
			.addObject("overlaps", Overlap.choices(ClientAdministration.LONGEST_OVERLAP))
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
			return this.words.refuse(deletePage(this.clients.find(clientId), locale), ex, locale);
		}
	}

	private ModelAndView deletePage(Client client, Locale locale) {
		return this.console.page("console-client-delete", client, locale)
			.addObject("introspects", this.console.introspectedBy(client.metadata().clientId()));
	}

	private static ModelAndView home(String clientId, String done) {
		return SeeOther.to("/admin/clients/" + clientId + "?done=" + done);
	}

}
