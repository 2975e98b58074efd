package dev.vestibule.verification;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionInterceptor;

/**
 * Proves that somebody holds an address: asks by one mail with a code and a link, counts
 * each guess before comparing it, and lets each proof be spent once.
 */
@Service
public class EmailVerification {

	private final Accounts accounts;

	private final Challenges challenges;

	private final Budgets budgets;

	private final MailBudgets mailBudgets;

	private final Secrets secrets;

	private final Keyring keyring;

	private final Outbox outbox;

	private final AuditLog audit;

	private final ServerProperties server;

	private final VerificationProperties properties;

	EmailVerification(Accounts accounts, Challenges challenges, Budgets budgets, MailBudgets mailBudgets,
			Secrets secrets, Keyring keyring, Outbox outbox, AuditLog audit, ServerProperties server,
			VerificationProperties properties) {
		this.accounts = accounts;
		this.challenges = challenges;
		this.budgets = budgets;
		this.mailBudgets = mailBudgets;
		this.secrets = secrets;
		this.keyring = keyring;
		this.outbox = outbox;
		this.audit = audit;
		this.server = server;
		this.properties = properties;
	}

	/**
	 * Asks for a proof of an address, within the caller's transaction. The oldest of too
	 * many challenges for it from this source gives way.
	 * @param decoy whether the address has a holder, who is told so instead: nothing will
	 * satisfy the challenge, and nobody can tell
	 * @return the challenge's id
	 * @throws TooManyMailsException if too many mails were asked for; the caller's
	 * transaction has to be rolled back
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID ask(EmailAddress email, boolean decoy, Asker asker) {
		if (!this.mailBudgets.take(email, asker.source())) {
			throw new TooManyMailsException();
		}
		Challenge challenge = this.challenges.add(email, asker.source(), decoy, this.keyring.writingKey());
		send(challenge, asker);
		return challenge.id();
	}

	/**
	 * Sends another mail, which voids what was mailed before.
	 */
	@Transactional
	public Resend resend(UUID challengeId, Asker asker) {
		Optional<Challenge> renewed = this.challenges.renew(challengeId, this.keyring.writingKey());
		if (renewed.isEmpty()) {
			boolean tooSoon = this.challenges.state(challengeId).filter((state) -> state.resendIn() > 0).isPresent();
			return tooSoon ? Resend.TOO_SOON : Resend.GONE;
		}
		if (!this.mailBudgets.take(renewed.get().email(), asker.source())) {
			TransactionInterceptor.currentTransactionStatus().setRollbackOnly();
			return Resend.TOO_SOON;
		}
		send(renewed.get(), asker);
		return Resend.SENT;
	}

	/**
	 * What the waiting page shows; empty if the challenge gave way to others or to time.
	 */
	public Optional<ChallengeState> state(UUID challengeId) {
		return this.challenges.state(challengeId);
	}

	/**
	 * Compares a code, having counted the guess in a transaction of its own.
	 */
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	public CodeAnswer confirmCode(UUID challengeId, String code) {
		Optional<Challenge> counted = this.challenges.countAttempt(challengeId);
		if (counted.isEmpty()) {
			boolean open = this.challenges.state(challengeId).filter(ChallengeState::open).isPresent();
			return open ? new CodeAnswer.Exhausted() : new CodeAnswer.Expired();
		}
		Challenge challenge = counted.get();
		if (!this.budgets.take("guesses", challenge.email().value(), this.properties.attemptsPerDay(),
				VerificationProperties.DAY)) {
			return new CodeAnswer.Exhausted();
		}
		Optional<String> right = this.secrets.code(challenge);
		if (right.isEmpty()) {
			return new CodeAnswer.Expired();
		}
		if (Secrets.same(right.get(), code) & !challenge.decoy()) {
			return new CodeAnswer.Right(new Proof(challenge, Proof.Method.CODE));
		}
		return new CodeAnswer.Wrong(this.properties.attemptsPerCode() - challenge.attempts());
	}

	/**
	 * The proof that a link carries, without changing anything; empty if it is not
	 * genuine or no longer works.
	 */
	public Optional<Proof> confirmLink(String token) {
		return this.secrets.challengeOf(token)
			.flatMap(this.challenges::findLinkable)
			.filter((challenge) -> this.secrets.linkToken(challenge)
				.filter((right) -> Secrets.same(right, token) & !challenge.decoy())
				.isPresent())
			.map((challenge) -> new Proof(challenge, Proof.Method.LINK));
	}

	/**
	 * Spends a proof within the caller's transaction, which from here on is the only one
	 * that proves this address.
	 * @return false if it was spent or voided meanwhile
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean spend(Proof proof) {
		this.challenges.lock(proof.email());
		boolean spent = this.challenges.spend(proof);
		if (spent) {
			this.audit.record(AuditEvent.success("address.proved")
				.detail(Map.of("method", proof.method().name().toLowerCase(Locale.ROOT))));
		}
		return spent;
	}

	/**
	 * Makes all that is still asked about an address a decoy, since it has a holder now;
	 * the browsers that wait for it notice nothing. From here on the caller's transaction
	 * is the only one that proves this address.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void disarm(EmailAddress email) {
		this.challenges.lock(email);
		this.challenges.disarm(email);
	}

	private void send(Challenge challenge, Asker asker) {
		Map<String, String> model = asker.model();
		// Asked in any case, so that both take as long.
		Optional<Account> holder = this.accounts.findByEmail(challenge.email());
		String template = "sign-up";
		if (challenge.decoy()) {
			template = holder.filter((account) -> !account.enabled()).isPresent() ? "account-disabled"
					: "account-exists";
			model.put("loginUrl", this.server.url("/login"));
		}
		this.outbox.enqueue(new Message(template, challenge.email().value(), asker.locale(), model, challenge.id(),
				challenge.generation()));
	}

}
