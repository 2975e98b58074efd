package dev.vestibule.demo.relyingapp;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.ClientAuthorizationRequiredException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * A page that lists and adds notes by calling the API, and says in plain words why that
 * did not work.
 */
@Controller
@RequestMapping("/notes")
class NotesController {

	private final NotesClient notes;

	NotesController(NotesClient notes) {
		this.notes = notes;
	}

	@GetMapping
	String list(Model model) {
		String problem = problemOf(() -> model.addAttribute("notes", this.notes.list()));
		model.addAttribute("problem", problem);
		return "notes";
	}

	@PostMapping
	String add(@RequestParam(defaultValue = "") String text, Model model) {
		String problem = problemOf(() -> this.notes.add(text));
		if (problem == null) {
			return "redirect:/notes";
		}
		list(model);
		model.addAttribute("text", text);
		model.addAttribute("problem", problem);
		return "notes";
	}

	private static @Nullable String problemOf(Runnable call) {
		try {
			call.run();
			return null;
		}
		catch (ClientAuthorizationRequiredException ex) {
			// Spring Security answers this one with a login.
			throw ex;
		}
		catch (ClientAuthorizationException ex) {
			boolean over = OAuth2ErrorCodes.INVALID_GRANT.equals(ex.getError().getErrorCode());
			return over ? "token" : "unavailable";
		}
		catch (HttpClientErrorException.Unauthorized ex) {
			return "token";
		}
		catch (HttpClientErrorException.Forbidden ex) {
			return "scope";
		}
		catch (HttpClientErrorException.BadRequest ex) {
			return "text";
		}
		catch (RestClientException ex) {
			return "unavailable";
		}
	}

}
