package dev.vestibule.signin;

import java.util.Objects;
import java.util.function.Supplier;

import dev.vestibule.account.AccountRules;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.account.SignUpSettings;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.Askers;
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
 * Signing up with a password. The answer is the same, and takes as long, whether or not
 * the address has a holder.
 */
@Controller
class SignUpController {

	private final AccountRules rules;

	private final PasswordHashing hashing;

	private final SignUps signUps;

	private final Entrance entrance;

	private final Providers providers;

	private final SignUpSettings settings;

	SignUpController(AccountRules rules, PasswordHashing hashing, SignUps signUps, Entrance entrance,
			Providers providers, SignUpSettings settings) {
		this.rules = rules;
		this.hashing = hashing;
		this.signUps = signUps;
		this.entrance = entrance;
		this.providers = providers;
		this.settings = settings;
	}

	@GetMapping("/signup")
	ModelAndView show() {
		return page().addObject("form", SignUpForm.EMPTY);
	}

	@PostMapping("/signup")
	ModelAndView signUp(@ModelAttribute("form") SignUpForm form, BindingResult errors, HttpServletRequest request,
			HttpServletResponse response) {
		this.rules.checkEmail(form.email(), errors);
		this.rules.checkName(form.name(), errors);
		this.rules.checkPassword(form.password(), errors);
		if (errors.hasErrors()) {
			ModelAndView page = page();
			page.setStatus(HttpStatus.BAD_REQUEST);
			return page;
		}
		EmailAddress email = EmailAddress.parse(Objects.requireNonNull(form.email())).orElseThrow();
		String name = Objects.requireNonNull(form.name()).strip();
		// Outside of the transaction, so that no connection is held meanwhile; and only
		// once it is known that a mail may go out.
		Supplier<String> hash = () -> this.hashing.hash(Objects.requireNonNull(form.password()));
		return SeeOther.to(this.entrance.askProof(email,
				(permit, asker) -> this.signUps.withPassword(permit, name, hash.get(), asker),
				(challengeId) -> new PendingSignUp(challengeId, email, name, hash.get(), null), request, response));
	}

	private ModelAndView page() {
		return new ModelAndView("signup").addObject("providers", this.providers.list())
			.addObject("openTo", this.settings.openTo().label())
			.addObject("domains", String.join(", ", this.settings.domains()))
			.addObject("tosUri", this.settings.tosUri())
			.addObject("policyUri", this.settings.policyUri());
	}

}
