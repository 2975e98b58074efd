package dev.vestibule.verification;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Proves that somebody holds an address: asks by one mail with a code and a link, counts
 * each guess before comparing it, and lets each proof be spent once.
 */
@Service
public class EmailVerification {

	private final Challenges challenges;

	private final MailLimits mailLimits;

	private final GuessLimits guessLimits;

	private final Secrets secrets;

	private final Keyring keyring;

	private final ChallengeMails mails;

	private final AuditLog audit;

	private final TransactionOperations transactions;

	EmailVerification(Challenges challenges, MailLimits mailLimits, GuessLimits guessLimits, Secrets secrets,
			Keyring keyring, ChallengeMails mails, AuditLog audit, TransactionOperations transactions) {
		this.challenges = challenges;
		this.mailLimits = mailLimits;
		this.guessLimits = guessLimits;
		this.secrets = secrets;
		this.keyring = keyring;
		this.mails = mails;
		this.audit = audit;
		this.transactions = transactions;
	}

	/**
	 * Takes leave to mail an address, and then has it asked for a proof in a transaction
	 * that begins after that. If that fails, the person can ask at once again.
	 * @param knownDevice whether the asker's device is one that the address's account is
	 * known to use
	 * @param asking asks by means of {@link #ask}, and has the browser wait
	 * @throws LimitExceededException if too many mails were asked for; nothing was asked
	 */
	@Transactional(propagation = Propagation.NEVER)
	public void withPermit(EmailAddress email, Asker asker, boolean knownDevice, Consumer<MailPermit> asking) {
		MailPermit permit = this.mailLimits.take(email, asker.source(), knownDevice);
		try {
			asking.accept(permit);
		}
		catch (RuntimeException ex) {
			giveBack(permit, ex);
			throw ex;
		}
	}

	private void giveBack(MailPermit permit, RuntimeException failure) {
		try {
			this.mailLimits.giveBack(permit);
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Asks for a proof, within the caller's transaction. The oldest of too many
	 * challenges of its kind for the address from this source gives way.
	 * @return the challenge's id, which is to be kept by the browser's session and to
	 * leave the server nowhere
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID ask(MailPermit permit, Demand demand, Asker asker) {
		if (!permit.email().equals(demand.email())) {
			throw new IllegalArgumentException("leave to mail another address");
		}
		Challenge challenge = this.challenges.add(demand, asker.source(), this.keyring.writingKey());
		this.mails.send(challenge, asker);
		record(AuditEvent.success("challenge.asked"), challenge);
		return challenge.id();
	}

	/**
	 * Tells an account's owner, in their language and within the caller's transaction,
	 * what happened to it, with a link and six digits for the case that it was not them.
	 * @param template the notice, such as {@code password-changed}
	 * @param model what it says besides who caused it
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void notice(Account account, String template, Map<String, String> model, Asker asker) {
		Demand demand = new Demand(ChallengePurpose.RECOVERY, account.email(), account, false);
		this.mails.send(this.challenges.add(demand, asker.source(), this.keyring.writingKey()), template, model,
				asker.in(account.locale()));
	}

	/**
	 * Tells the mailbox that an account has just left, with a link and six digits that
	 * lead back to it.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void noticeOfChange(Account account, EmailAddress before, Asker asker) {
		Demand demand = new Demand(ChallengePurpose.REVERT, before, account, false);
		this.mails.send(this.challenges.add(demand, asker.source(), this.keyring.writingKey()), "address-changed",
				Map.of("newAddress", account.email().value()), asker.in(account.locale()));
	}

	/**
	 * Sends another mail, which voids what was mailed before.
	 * @param knownDevice whether the asker's device is one that the address's account is
	 * known to use
	 * @return false if there is no such challenge any more
	 * @throws LimitExceededException if too many mails were asked for; nothing changed
	 */
	@Transactional(propagation = Propagation.NEVER)
	public boolean resend(UUID challengeId, Asker asker, Predicate<EmailAddress> knownDevice) {
		Optional<ChallengeState> state = this.challenges.state(challengeId);
		if (state.isEmpty()) {
			return false;
		}
		EmailAddress email = state.get().email();
		MailPermit permit = this.mailLimits.take(email, asker.source(), knownDevice.test(email));
		try {
			boolean sent = Boolean.TRUE.equals(this.transactions.execute((transaction) -> renew(challengeId, asker)));
			if (!sent) {
				this.mailLimits.giveBack(permit);
			}
			return sent;
		}
		catch (RuntimeException ex) {
			giveBack(permit, ex);
			throw ex;
		}
	}

	private boolean renew(UUID challengeId, Asker asker) {
		Optional<Challenge> renewed = this.challenges.renew(challengeId, this.keyring.writingKey());
		renewed.ifPresent((challenge) -> {
			this.mails.send(challenge, asker);
			record(AuditEvent.success("challenge.asked"), challenge);
		});
		return renewed.isPresent();
	}

	/**
	 * What the waiting page shows; empty if the challenge gave way to others or to time.
	 */
	public Optional<ChallengeState> state(UUID challengeId) {
		return this.challenges.state(challengeId);
	}

	/**
	 * What a browser waits for, if that is the proof of this address: a mail to it is on
	 * its way already where no other may be sent yet.
	 */
	public Optional<UUID> awaited(Optional<UUID> challengeId, ChallengePurpose purpose, EmailAddress email) {
		return challengeId
			.filter((id) -> state(id).filter((state) -> state.purpose() == purpose && state.email().equals(email))
				.isPresent());
	}

	/**
	 * Compares a code, having counted the guess in a transaction of its own.
	 * @param typed what somebody typed; what is not six digits is wrong and not counted
	 * @throws LimitExceededException if the address bears no more guesses; nothing was
	 * compared
	 */
	@Transactional(propagation = Propagation.NEVER)
	public CodeAnswer confirmCode(UUID challengeId, @Nullable String typed) {
		Optional<String> code = Digits.read(typed);
		if (code.isEmpty()) {
			return new CodeAnswer.Wrong();
		}
		Optional<Challenge> counted = this.challenges.countAttempt(challengeId);
		if (counted.isEmpty()) {
			boolean open = this.challenges.state(challengeId).filter(ChallengeState::open).isPresent();
			return open ? new CodeAnswer.Exhausted() : new CodeAnswer.Expired();
		}
		Challenge challenge = counted.get();
		this.guessLimits.take(challenge);
		Optional<String> right = this.secrets.code(challenge);
		if (right.isEmpty()) {
			return new CodeAnswer.Expired();
		}
		if (Secrets.same(right.get(), code.get()) & !challenge.decoy()) {
			this.guessLimits.succeeded(challenge);
			return new CodeAnswer.Right(new Proof(challenge, Proof.Method.CODE));
		}
		return wrong(challenge);
	}

	/**
	 * Compares the digits of a link's own mail, which show that a person has read it and
	 * not merely a scanner opened it. They add nothing to the link's secrecy, so that
	 * guesses at them use up only their sender's budget, never the link.
	 * @param link the proof that the link carries
	 * @param typed what somebody typed; what is not six digits is wrong and not counted
	 * @throws LimitExceededException if there were too many guesses; nothing was compared
	 */
	@Transactional(propagation = Propagation.NEVER)
	public CodeAnswer confirmDigits(Proof link, @Nullable String typed, Source source) {
		Optional<String> digits = Digits.read(typed);
		if (digits.isEmpty()) {
			return new CodeAnswer.Wrong();
		}
		this.guessLimits.takeWithLink(link.challengeId(), source);
		return this.secrets.code(link.challenge())
			.filter((right) -> Secrets.same(right, digits.get()))
			.<CodeAnswer>map((right) -> new CodeAnswer.Right(link))
			.orElseGet(() -> wrong(link.challenge()));
	}

	/**
	 * The proof that a link carries, without changing anything; empty if it is not
	 * genuine, no longer works, or is for something else.
	 * @param purposes what it may be for
	 */
	public Optional<Proof> confirmLink(String token, Set<ChallengePurpose> purposes) {
		return this.secrets.challengeOf(token)
			.flatMap(this.challenges::findLinkable)
			.filter((challenge) -> purposes.contains(challenge.purpose()))
			.filter((challenge) -> this.secrets.linkToken(challenge)
				.filter((right) -> Secrets.same(right, token) & !challenge.decoy())
				.isPresent())
			.map((challenge) -> new Proof(challenge, Proof.Method.LINK));
	}

	/**
	 * Waits for whoever else proves an address: from here on the caller's transaction is
	 * the only one.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void lock(EmailAddress email) {
		this.challenges.lock(email);
	}

	/**
	 * Spends a proof within the caller's transaction, which from here on is the only one
	 * that proves this address.
	 * @return false if it was spent or voided meanwhile
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean spend(Proof proof) {
		this.challenges.lock(proof.email());
		return spent(this.challenges.spend(proof), proof);
	}

	/**
	 * As {@link #spend}, where another browser gives the proof than asked for it: that
	 * one notices nothing.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean spendElsewhere(Proof proof) {
		this.challenges.lock(proof.email());
		return spent(this.challenges.spendElsewhere(proof), proof);
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

	private boolean spent(Optional<Source> source, Proof proof) {
		source.ifPresent((asker) -> {
			this.mailLimits.answered(proof.email(), asker);
			record(AuditEvent.success("address.proved").detail(Map.of("method", proof.verifiedBy())),
					proof.challenge());
		});
		return source.isPresent();
	}

	private CodeAnswer wrong(Challenge challenge) {
		record(AuditEvent.refused("challenge.answered", "wrong code"), challenge);
		return new CodeAnswer.Wrong();
	}

	private void record(AuditEvent event, Challenge challenge) {
		Map<String, String> detail = new HashMap<>(event.detail());
		detail.put("challenge", challenge.id().toString());
		detail.put("purpose", challenge.purpose().name().toLowerCase(Locale.ROOT));
		this.audit.record(event.account(challenge.accountId()).detail(detail));
	}

}
