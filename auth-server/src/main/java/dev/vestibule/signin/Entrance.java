package dev.vestibule.signin;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.federation.FederatedUser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Takes somebody who arrived to where they belong. It asks the issuing gate before it
 * lets anybody in, and links what this browser was waiting to link to that account.
 */
@Component
class Entrance {

	private final IssuingGate gate;

	private final BrowserSession browser;

	private final IdentityLinks links;

	private final SignUps signUps;

	private final Askers askers;

	private final Destination destination;

	private final AuditLog audit;

	Entrance(IssuingGate gate, BrowserSession browser, IdentityLinks links, SignUps signUps, Askers askers,
			Destination destination, AuditLog audit) {
		this.gate = gate;
		this.browser = browser;
		this.links = links;
		this.signUps = signUps;
		this.askers = askers;
		this.destination = destination;
		this.audit = audit;
	}

	/**
	 * Where to go on.
	 */
	String lead(Arrival arrival, HttpServletRequest request, HttpServletResponse response) {
		if (arrival instanceof Arrival.AtAccount at) {
			return admit(at.account(), at.methods(), request, response);
		}
		if (arrival instanceof Arrival.AtLink at) {
			this.browser.awaitLink(PendingLink.of(at.account(), at.user()), request);
			return "/login";
		}
		if (arrival instanceof Arrival.AtAddress at) {
			this.browser.awaitAddress(at.user(), request);
			return "/signup/address";
		}
		if (arrival instanceof Arrival.AtProof at) {
			EmailAddress email = at.user().email();
			return (email != null) ? askProof(at.user(), email, request, response) : "/login";
		}
		return (arrival instanceof Arrival.AtDisabled) ? "/login?error=disabled" : "/login?error=account-exists";
	}

	/**
	 * Mails a challenge, and has this browser wait for its proof.
	 */
	String askProof(FederatedUser user, EmailAddress email, HttpServletRequest request, HttpServletResponse response) {
		return askProof(() -> this.signUps.withProvider(user, email, this.askers.of(request, response)), List.of(),
				request, response);
	}

	String askProof(Supplier<UUID> challenge, List<String> methods, HttpServletRequest request,
			HttpServletResponse response) {
		this.browser.awaitProof(challenge.get(), methods, request, response);
		return "/verify";
	}

	/**
	 * Signs in to an account, if the gate is open.
	 */
	String admit(Account account, List<String> methods, HttpServletRequest request, HttpServletResponse response) {
		Ruling ruling = this.gate.ask(account.id(), account.credentialEpoch());
		if (ruling == Ruling.PROOF_DUE) {
			return askProof(() -> this.signUps.withAccount(account, this.askers.of(request, response)), methods,
					request, response);
		}
		if (ruling != Ruling.OPEN) {
			this.audit
				.record(AuditEvent.refused("sign-in", ruling.name().toLowerCase(Locale.ROOT)).account(account.id()));
			return (ruling == Ruling.DISABLED) ? "/login?error=disabled" : "/login?error=session-ended";
		}
		this.browser.link(request)
			.filter((link) -> link.isFor(account))
			.ifPresent((link) -> this.links.link(account, link, this.askers.of(request, response)));
		String next = this.destination.take(request, response);
		this.browser.admit(account, methods, request, response);
		this.audit.record(AuditEvent.success("sign-in").account(account.id()));
		return next;
	}

}
