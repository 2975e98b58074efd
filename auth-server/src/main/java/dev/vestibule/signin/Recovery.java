package dev.vestibule.signin;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Credentials;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.federation.Providers;
import dev.vestibule.limit.Limits;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.Demand;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.MailPermit;
import dev.vestibule.verification.Proof;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Gives accounts back to those who hold their mailbox: after a forgotten password, behind
 * a notice of something that they did not do, and with the address that they had before.
 */
@Service
class Recovery {

	static final Set<ChallengePurpose> BY_RESET = Set.of(ChallengePurpose.RESET);

	static final Set<ChallengePurpose> BY_NOTICE = Set.of(ChallengePurpose.RECOVERY, ChallengePurpose.REVERT);

	private final Accounts accounts;

	private final Credentials credentials;

	private final EmailVerification verification;

	private final KnownDevices devices;

	private final PasswordLimits passwords;

	private final Limits limits;

	private final Providers providers;

	private final Outbox outbox;

	Recovery(Accounts accounts, Credentials credentials, EmailVerification verification, KnownDevices devices,
			PasswordLimits passwords, Limits limits, Providers providers, Outbox outbox) {
		this.accounts = accounts;
		this.credentials = credentials;
		this.verification = verification;
		this.devices = devices;
		this.passwords = passwords;
		this.limits = limits;
		this.providers = providers;
		this.outbox = outbox;
	}

	/**
	 * Mails a code and a link for a new password, or that there is no account, or that it
	 * is disabled. Nobody can tell from the outside which.
	 * @return the challenge that the browser has to meet
	 */
	@Transactional
	UUID ask(MailPermit permit, Asker asker) {
		EmailAddress email = permit.email();
		Account account = this.accounts.findByEmail(email).filter(Account::enabled).orElse(null);
		return this.verification.ask(permit, Demand.reset(email, account), asker);
	}

	/**
	 * Spends a proof on a new password and all that goes with it, and tells the mailbox.
	 * @param elsewhere whether another browser gives the proof than asked for it
	 * @return the account, or empty if the proof was spent or voided meanwhile
	 */
	@Transactional
	Optional<Account> complete(Proof proof, boolean elsewhere, String passwordHash, Asker asker) {
		Optional<Account> before = this.accounts.find(proof.accountId());
		boolean spent = elsewhere ? this.verification.spendElsewhere(proof) : this.verification.spend(proof);
		Optional<Account> recovered = spent ? recover(proof, passwordHash) : Optional.empty();
		if (recovered.isEmpty()) {
			TransactionInterceptor.currentTransactionStatus().setRollbackOnly();
			return recovered;
		}
		Account account = recovered.get();
		this.devices.forget(account);
		this.limits.clear(this.passwords.inARow(account.email()));
		this.verification.notice(account, "password-reset", Map.of("providers", providersOf(account)), asker);
		before.map(Account::email)
			.filter((email) -> !email.equals(account.email()))
			.ifPresent((left) -> this.outbox
				.enqueue(new Message("address-reverted", left.value(), account.locale(), Map.of(), null, 0)));
		return recovered;
	}

	private String providersOf(Account account) {
		return this.accounts.providersOf(account)
			.stream()
			.distinct()
			.map(this.providers::nameOf)
			.collect(Collectors.joining(", "));
	}

	private Optional<Account> recover(Proof proof, String passwordHash) {
		return (proof.purpose() == ChallengePurpose.REVERT)
				? this.credentials.revert(proof.accountId(), proof.email(), proof.verifiedBy(), passwordHash)
				: this.credentials.recover(proof.accountId(), proof.credentialEpoch(), proof.email(),
						proof.verifiedBy(), passwordHash);
	}

}
