package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
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

	private static final String LOGO = "logo_uri";

	/** What takes it away; a form without a picture does not. */
	private static final String TAKE_BACK = "take_back";

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
		Map<String, Object> typed = ConsoleForm.read(request, List.of(LOGO), "version", TAKE_BACK);
		boolean back = !ConsoleForm.text(request, TAKE_BACK).isEmpty();
		if (!back && "".equals(typed.get(LOGO))) {
			return refused(clientId, List.of(new InvalidField(LOGO, "is required")), locale);
		}
		try {
			this.clients.change(clientId, ConsoleForm.fields(back ? Map.of(LOGO, "") : typed),
					new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
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
