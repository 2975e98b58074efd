package dev.vestibule.selfservice;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Addresses;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.Demand;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.MailPermit;
import dev.vestibule.verification.Proof;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Gives an account another address once its mailbox has proved it, and tells both
 * mailboxes: the old one also how to undo it.
 */
@Service
class AddressChange {

	static final Set<ChallengePurpose> PURPOSE = Set.of(ChallengePurpose.NEW_ADDRESS);

	private final Accounts accounts;

	private final Addresses addresses;

	private final EmailVerification verification;

	private final Outbox outbox;

	private final ServerProperties server;

	private final AuditLog audit;

	AddressChange(Accounts accounts, Addresses addresses, EmailVerification verification, Outbox outbox,
			ServerProperties server, AuditLog audit) {
		this.accounts = accounts;
		this.addresses = addresses;
		this.verification = verification;
		this.outbox = outbox;
		this.server = server;
		this.audit = audit;
	}

	/**
	 * Mails a code and a link to the new address, or tells its mailbox why the account
	 * cannot have it. Nobody can tell from the outside which.
	 * @return the challenge that the browser has to meet
	 */
	@Transactional
	UUID ask(MailPermit permit, Account account, Asker asker) {
		EmailAddress email = permit.email();
		boolean taken = this.addresses.isTaken(email, account);
		this.audit.record(AuditEvent.success("address.change-asked").account(account.id()));
		return this.verification.ask(permit, Demand.newAddress(email, account, taken), asker);
	}

	/**
	 * Spends a proof on the change. Whoever else waits to prove that address notices
	 * nothing, but no longer can.
	 * @return false if the proof was spent or voided, or the account frozen, meanwhile;
	 * nothing happened then
	 */
	@Transactional
	boolean complete(Proof proof, Asker asker) {
		Optional<EmailAddress> before = this.verification.spend(proof) ? change(proof) : Optional.empty();
		if (before.isEmpty()) {
			TransactionInterceptor.currentTransactionStatus().setRollbackOnly();
			return false;
		}
		this.verification.disarm(proof.email());
		Account account = this.accounts.find(proof.accountId()).orElseThrow();
		this.verification.noticeOfChange(account, before.get(), asker);
		this.outbox.enqueue(new Message("address-confirmed", account.email().value(), asker.locale(),
				Map.of("accountUrl", this.server.url("/account")), null, 0));
		return true;
	}

	private Optional<EmailAddress> change(Proof proof) {
		return this.addresses.change(proof.accountId(), proof.credentialEpoch(), proof.email(), proof.verifiedBy());
	}

}
