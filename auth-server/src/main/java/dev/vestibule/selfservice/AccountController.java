package dev.vestibule.selfservice;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.federation.ProviderLink;
import dev.vestibule.federation.Providers;
import dev.vestibule.mailing.OptOut;
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

	private static final Set<String> DONE = Set.of("email", "linked", "mailings", "password", "unlinked");

	private static final Set<String> ERRORS = Set.of("cancelled", "provider-failed", "provider-unavailable",
			"identity-taken", "address-taken", "not-linked", "unlink");

	private final Accounts accounts;

	private final Providers providers;

	private final PendingChange pending;

	private final EmailVerification verification;

	private final OptOut optOut;

	AccountController(Accounts accounts, Providers providers, PendingChange pending, EmailVerification verification,
			OptOut optOut) {
		this.accounts = accounts;
		this.providers = providers;
		this.pending = pending;
		this.verification = verification;
		this.optOut = optOut;
	}

	@GetMapping("/account")
	ModelAndView show(@RequestAttribute Account account, @RequestParam(required = false) @Nullable String done,
			@RequestParam(required = false) @Nullable String error,
			@RequestParam(required = false) @Nullable String provider, Locale locale, HttpServletRequest request) {
		boolean hasPassword = this.accounts.passwordHash(account.id()) != null;
		List<Identity> identities = identities(account, locale);
		return new ModelAndView("account").addObject("name", account.name())
			.addObject("email", account.email().value())
			.addObject("verifiedOn", Moments.date(account.verifiedAt(), locale))
			.addObject("pendingEmail", pendingEmail(request))
			.addObject("hasPassword", hasPassword)
			.addObject("identities", identities)
			.addObject("unlinkable", hasPassword || identities.size() > 1)
			.addObject("providers", unlinked(identities))
			.addObject("mailings", !this.optOut.isOut(account.id()))
			.addObject("frozenUntil", Freeze.until(account, locale))
			.addObject("done", (done != null && DONE.contains(done)) ? done : null)
			.addObject("error", (error != null && ERRORS.contains(error)) ? error : null)
			.addObject("providerName", nameOf(provider));
	}

	private @Nullable String nameOf(@Nullable String provider) {
		return this.providers.list()
			.stream()
			.filter((link) -> link.id().equals(provider))
			.map(ProviderLink::name)
			.findFirst()
			.orElse(null);
	}

	private List<ProviderLink> unlinked(List<Identity> identities) {
		Set<String> linked = identities.stream().map(Identity::provider).collect(Collectors.toSet());
		return this.providers.list().stream().filter((provider) -> !linked.contains(provider.id())).toList();
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
			.map((linked) -> new Identity(linked.identity().provider(), linked.identity().authority(),
					linked.identity().subject(), this.providers.nameOf(linked.identity().provider()), linked.email(),
					Moments.date(linked.linkedAt(), locale)))
			.toList();
	}

	/**
	 * A linked identity, as the page shows it.
	 */
	record Identity(String provider, String authority, String subject, String providerName, @Nullable String email,
			String linkedOn) {

	}

}
