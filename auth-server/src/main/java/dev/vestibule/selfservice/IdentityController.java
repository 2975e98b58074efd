package dev.vestibule.selfservice;

import java.util.Locale;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.federation.FederatedFailure;
import dev.vestibule.federation.FederatedLink;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.federation.IdentityLinks;
import dev.vestibule.federation.LinkRequest;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.Providers;
import dev.vestibule.session.Logins;
import dev.vestibule.verification.Askers;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Ways in by providers: one more, or one less. An identity is linked to the account under
 * whose sign-in that was asked for, in the browser that asked, and to no other.
 */
@Controller
class IdentityController implements FederatedLink {

	private final Providers providers;

	private final IdentityLinks links;

	private final Unlinking unlinking;

	private final IssuingGate gate;

	private final Logins logins;

	private final Askers askers;

	IdentityController(Providers providers, IdentityLinks links, Unlinking unlinking, IssuingGate gate, Logins logins,
			Askers askers) {
		this.providers = providers;
		this.links = links;
		this.unlinking = unlinking;
		this.gate = gate;
		this.logins = logins;
		this.askers = askers;
	}

	@PostMapping("/account/identities/link")
	ModelAndView link(@RequestAttribute Account account, @AuthenticationPrincipal AccountPrincipal person,
			@RequestParam String provider, HttpServletRequest request) {
		if (Freeze.isOn(account)) {
			return SeeOther.to("/account");
		}
		if (this.providers.list().stream().noneMatch((link) -> link.id().equals(provider))) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return SeeOther.to(LinkRequest.begin(provider, person, request));
	}

	@PostMapping("/account/identities/unlink")
	ModelAndView unlink(@RequestAttribute Account account, @RequestParam String provider,
			@RequestParam String authority, @RequestParam String subject, HttpServletRequest request,
			HttpServletResponse response) {
		boolean unlinked = this.unlinking.unlink(account, new FederatedIdentity(provider, authority, subject),
				this.askers.of(request, response));
		return SeeOther.to(unlinked ? "/account?done=unlinked" : "/account?error=unlink");
	}

	@Override
	public void cameBack(FederatedUser user, LinkRequest link, HttpServletRequest request,
			HttpServletResponse response) {
		Optional<Account> account = this.logins.current(request)
			.map(Authentication::getPrincipal)
			.filter(AccountPrincipal.class::isInstance)
			.map(AccountPrincipal.class::cast)
			.filter(link::isBy)
			.flatMap((person) -> this.gate.admit(person.accountId(), person.credentialEpoch()));
		if (account.isEmpty()) {
			SeeOther.to("/login?error=session-ended", response);
			return;
		}
		Step step = this.links.link(account.get(), user, this.askers.of(request, response));
		SeeOther.to("/account?" + outcome(step) + "&provider=" + user.identity().provider(), response);
	}

	@Override
	public void failed(FederatedFailure failure, String providerId, HttpServletRequest request,
			HttpServletResponse response) {
		String error = (failure == FederatedFailure.CANCELLED) ? "cancelled"
				: "provider-" + failure.name().toLowerCase(Locale.ROOT);
		SeeOther.to("/account?error=" + error + "&provider=" + providerId, response);
	}

	private static String outcome(Step step) {
		return switch (step) {
			case LINK, ALREADY_LINKED -> "done=linked";
			case REFUSED_IDENTITY_TAKEN -> "error=identity-taken";
			case REFUSED_ADDRESS_TAKEN, REFUSED_RESERVED -> "error=address-taken";
			default -> "error=not-linked";
		};
	}

}
