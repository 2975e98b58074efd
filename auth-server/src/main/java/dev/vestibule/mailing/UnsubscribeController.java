package dev.vestibule.mailing;

import java.util.Optional;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The link in a mailing: opening it changes nothing, since mail scanners open links; its
 * button, and the one POST of a mail program (RFC 8058), do.
 */
@Controller
class UnsubscribeController {

	static final String PATH = "/unsubscribe";

	private final OptOut optOut;

	UnsubscribeController(OptOut optOut) {
		this.optOut = optOut;
	}

	@GetMapping(PATH)
	ModelAndView show(@RequestParam(defaultValue = "") String token) {
		return this.optOut.account(token).isPresent() ? page("confirm", HttpStatus.OK).addObject("token", token)
				: page("invalid", HttpStatus.BAD_REQUEST);
	}

	@PostMapping(PATH)
	ModelAndView unsubscribe(@RequestParam(defaultValue = "") String token) {
		Optional<UUID> account = this.optOut.account(token);
		account.ifPresent((id) -> this.optOut.set(id, true, "link"));
		return account.isPresent() ? page("done", HttpStatus.OK) : page("invalid", HttpStatus.BAD_REQUEST);
	}

	private static ModelAndView page(String state, HttpStatus status) {
		ModelAndView page = new ModelAndView("unsubscribe").addObject("state", state);
		page.setStatus(status);
		return page;
	}

}
