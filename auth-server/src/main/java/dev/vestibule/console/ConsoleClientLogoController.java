package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.web.Look;
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
 * Gives a client a logo, or takes it away.
 */
@Controller
class ConsoleClientLogoController {

	private static final String PATH = "/admin/clients/{clientId}/logo";

	private final ClientAdministration clients;

	private final ConsoleClients console;

	private final ConsoleWords words;

	ConsoleClientLogoController(ClientAdministration clients, ConsoleClients console, ConsoleWords words) {
		this.clients = clients;
		this.console = console;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView form(@PathVariable String clientId, Locale locale) {
		return this.console.page("console-client-logo", this.clients.find(clientId), locale)
			.addObject("errors", Map.of());
	}

	@PostMapping(PATH)
	ModelAndView change(@PathVariable String clientId, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		LogoForm form = LogoForm.read(request);
		if (!form.flaws().isEmpty()) {
			return refused(clientId, form.flaws(), locale);
		}
		try {
			this.clients.change(clientId, ConsoleForm.fields(Map.of(Look.LOGO_URI, form.back() ? "" : form.picture())),
					form.seen(), Asking.of(account));
			return SeeOther.to("/admin/clients/" + clientId + "?done=saved");
		}
		catch (InvalidClientMetadataException ex) {
			return refused(clientId, ex.fields(), locale);
		}
		catch (ProblemException ex) {
			ModelAndView page = this.words.refuse(form(clientId, locale), ex, locale);
			return (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) ? page.addObject("meanwhile", true) : page;
		}
	}

	private ModelAndView refused(String clientId, List<InvalidField> errors, Locale locale) {
		ModelAndView page = form(clientId, locale).addObject("errors", this.words.of(errors, Map.of(), locale));
		page.setStatus(HttpStatus.BAD_REQUEST);
		return page;
	}

}
