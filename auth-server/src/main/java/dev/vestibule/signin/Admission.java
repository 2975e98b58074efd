package dev.vestibule.signin;

import java.util.Locale;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.federation.IdentityLinks;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.Askers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks the issuing gate for somebody who has shown that an account is theirs, and writes
 * down what comes with a sign-in: the identity that this browser was waiting to link, the
 * device, the language, the record of it.
 */
@Component
class Admission {

	private final IssuingGate gate;

	private final Accounts accounts;

	private final IdentityLinks links;

	private final KnownDevices devices;

	private final BrowserSession browser;

	private final Askers askers;

	private final AuditLog audit;

	Admission(IssuingGate gate, Accounts accounts, IdentityLinks links, KnownDevices devices, BrowserSession browser,
			Askers askers, AuditLog audit) {
		this.gate = gate;
		this.accounts = accounts;
		this.links = links;
		this.devices = devices;
		this.browser = browser;
		this.askers = askers;
		this.audit = audit;
	}

	@Transactional(propagation = Propagation.MANDATORY)
	Ruling rule(Account account, HttpServletRequest request, HttpServletResponse response) {
		Ruling ruling = this.gate.ask(account.id(), account.credentialEpoch());
		if (ruling == Ruling.OPEN) {
			admit(account, request, response);
		}
		else if (ruling != Ruling.PROOF_DUE) {
			this.audit
				.record(AuditEvent.refused("sign-in", ruling.name().toLowerCase(Locale.ROOT)).account(account.id()));
		}
		return ruling;
	}

	private void admit(Account account, HttpServletRequest request, HttpServletResponse response) {
		Asker asker = this.askers.of(request, response);
		this.browser.link(request)
			.filter((link) -> link.isFor(account))
			.ifPresent((link) -> this.links.link(account, link.user(), asker));
		this.accounts.noteLocale(account, asker.locale());
		this.devices.note(account, asker, request, response);
		this.audit.record(AuditEvent.success("sign-in").account(account.id()));
	}

}
