package dev.vestibule.selfservice;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.ChallengeState;
import dev.vestibule.verification.EmailVerification;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The account home: what there is, and the ways to change it.
 */
@Controller
class AccountController {

	private static final Set<String> DONE = Set.of("email");

	private final Accounts accounts;

	private final Providers providers;

	private final PendingChange pending;

	private final EmailVerification verification;

	AccountController(Accounts accounts, Providers providers, PendingChange pending, EmailVerification verification) {
		this.accounts = accounts;
		this.providers = providers;
		this.pending = pending;
		this.verification = verification;
	}

	@GetMapping("/account")
	ModelAndView show(@RequestAttribute Account account, @RequestParam(required = false) @Nullable String done,
			Locale locale, HttpServletRequest request) {
		return new ModelAndView("account").addObject("name", account.name())
			.addObject("email", account.email().value())
			.addObject("verifiedOn", Moments.date(account.verifiedAt(), locale))
			.addObject("pendingEmail", pendingEmail(request))
			.addObject("hasPassword", this.accounts.passwordHash(account.id()) != null)
			.addObject("identities", identities(account, locale))
			.addObject("frozenUntil", Freeze.until(account, locale))
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

	private @Nullable String pendingEmail(HttpServletRequest request) {
		return this.pending.challenge(request)
			.flatMap(this.verification::state)
			.map(ChallengeState::email)
			.map(Object::toString)
			.orElse(null);
	}

	private List<Identity> identities(Account account, Locale locale) {
		return this.accounts.identitiesOf(account)
			.stream()
			.map((linked) -> new Identity(linked.identity().provider(),
					this.providers.nameOf(linked.identity().provider()), linked.email(),
					Moments.date(linked.linkedAt(), locale)))
			.toList();
	}

	/**
	 * A linked identity, as the page shows it.
	 */
	record Identity(String provider, String providerName, @Nullable String email, String linkedOn) {

	}

}
