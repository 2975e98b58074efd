package dev.vestibule.signin;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.Accounts;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells who is signed in.
 */
@Controller
class HomeController {

	private final Accounts accounts;

	HomeController(Accounts accounts) {
		this.accounts = accounts;
	}

	@GetMapping("/")
	ModelAndView show(@AuthenticationPrincipal @Nullable Object principal) {
		ModelAndView page = new ModelAndView("home");
		if (principal instanceof AccountPrincipal signedIn) {
			this.accounts.find(signedIn.accountId())
				.ifPresent((account) -> page.addObject("email", account.email().value())
					.addObject("name", account.name())
					.addObject("administrator", account.role() != null));
		}
		return page;
	}

}
