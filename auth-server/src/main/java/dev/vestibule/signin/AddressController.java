package dev.vestibule.signin;

import java.util.Objects;
import java.util.Optional;

import dev.vestibule.account.AccountRules;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Asks for the address that a provider did not give; what is typed here is never trusted.
 */
@Controller
class AddressController {

	private final BrowserSession browser;

	private final AccountRules rules;

	private final Entrance entrance;

	AddressController(BrowserSession browser, AccountRules rules, Entrance entrance) {
		this.browser = browser;
		this.rules = rules;
		this.entrance = entrance;
	}

	@GetMapping("/signup/address")
	ModelAndView show(HttpServletRequest request) {
		return this.browser.addressless(request)
			.map((user) -> page(user).addObject("form", new AddressForm(null)))
			.orElseGet(() -> SeeOther.to("/login"));
	}

	@PostMapping("/signup/address")
	ModelAndView name(@ModelAttribute("form") AddressForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response) {
		Optional<FederatedUser> user = this.browser.addressless(request);
		if (user.isEmpty()) {
			return SeeOther.to("/login");
		}
		this.rules.checkEmail(form.email(), errors);
		if (errors.hasErrors()) {
			ModelAndView page = page(user.get());
			page.setStatus(HttpStatus.BAD_REQUEST);
			return page;
		}
		EmailAddress email = EmailAddress.parse(Objects.requireNonNull(form.email())).orElseThrow();
		return SeeOther.to(this.entrance.askProof(user.get(), email, request, response));
	}

	private static ModelAndView page(FederatedUser user) {
		ModelAndView page = new ModelAndView("address").addObject("providerName", user.providerName());
		return user.emailDeclined() ? page.addObject("askAgain", user.identity().provider()) : page;
	}

}
