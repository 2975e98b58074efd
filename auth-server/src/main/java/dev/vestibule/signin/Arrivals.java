package dev.vestibule.signin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Addresses;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.account.NewAccount;
import dev.vestibule.account.PersonName;
import dev.vestibule.account.SignUpPolicy;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.federation.Linking;
import dev.vestibule.federation.LinkingDecision;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns proofs into accounts: each in one transaction, which spends the proof, asks the
 * linking table anew, creates the account, and drops every other sign-up for its address.
 */
@Service
class Arrivals {

	private static final String FEDERATED = "fed";

	private static final String MAILED = "otp";

	private final Accounts accounts;

	private final SignUpPolicy policy;

	private final Addresses addresses;

	private final EmailVerification verification;

	private final PendingSignUps pendingSignUps;

	private final Linking linking;

	private final Providers providers;

	Arrivals(Accounts accounts, SignUpPolicy policy, Addresses addresses, EmailVerification verification,
			PendingSignUps pendingSignUps, Linking linking, Providers providers) {
		this.accounts = accounts;
		this.policy = policy;
		this.addresses = addresses;
		this.verification = verification;
		this.pendingSignUps = pendingSignUps;
		this.linking = linking;
		this.providers = providers;
	}

	/**
	 * Somebody proved the address that they signed up with, or that of their account.
	 * @param methods how they signed in already, if it is their account's
	 * @throws IdentityTakenException if their identity came to another account this very
	 * moment; nothing happened then
	 */
	@Transactional
	Arrival withProof(Proof proof, List<String> methods, Locale locale) {
		if (!this.verification.spend(proof)) {
			return new Arrival.TooLate();
		}
		return (proof.purpose() == ChallengePurpose.PROOF) ? renewed(proof, methods) : signedUp(proof, locale);
	}

	/**
	 * Somebody proved the address of a sign-up in another browser than began it: the
	 * account is what they make it, and nothing of what the other browser gave.
	 */
	@Transactional
	Arrival elsewhere(Proof proof, String name, String passwordHash, Locale locale) {
		if (!this.verification.spendElsewhere(proof)) {
			return new Arrival.TooLate();
		}
		return create(new NewAccount(proof.email(), proof.verifiedBy(), name, passwordHash, locale))
			.<Arrival>map((account) -> new Arrival.AtAccount(account, List.of(MAILED)))
			.orElseGet(() -> refused(proof.email()));
	}

	private Arrival renewed(Proof proof, List<String> methods) {
		List<String> all = new ArrayList<>(methods);
		all.add(MAILED);
		return this.addresses.renewProof(proof.accountId(), proof.credentialEpoch(), proof.email(), proof.verifiedBy())
			.<Arrival>map((account) -> new Arrival.AtAccount(account, all))
			.orElseGet(Arrival.TooLate::new);
	}

	private Arrival signedUp(Proof proof, Locale locale) {
		Optional<PendingSignUp> taken = this.pendingSignUps.take(proof.challengeId());
		if (taken.isEmpty()) {
			return new Arrival.TooLate();
		}
		PendingSignUp pending = taken.get();
		FederatedIdentity identity = pending.identity();
		if (identity == null) {
			return create(
					new NewAccount(pending.email(), proof.verifiedBy(), pending.name(), pending.passwordHash(), locale))
				.<Arrival>map((account) -> new Arrival.AtAccount(account, List.of(MAILED)))
				.orElseGet(() -> refused(pending.email()));
		}
		if (!this.providers.isOn(identity.provider())) {
			return new Arrival.TooLate();
		}
		FederatedUser user = new FederatedUser(identity, this.providers.nameOf(identity.provider()), pending.email(),
				false, pending.name());
		return arrive(user, this.linking.decide(user, true), proof.verifiedBy(), List.of(FEDERATED, MAILED), locale);
	}

	/**
	 * A provider told who somebody is.
	 * @throws IdentityTakenException if their identity came to another account this very
	 * moment; nothing happened then
	 */
	@Transactional
	Arrival withProvider(FederatedUser user, Locale locale) {
		EmailAddress email = user.email();
		if (email != null && user.emailTrusted()) {
			// Another browser may be proving this address.
			this.verification.lock(email);
		}
		return arrive(user, this.linking.decide(user, false), NewAccount.byProvider(user.identity().provider()),
				List.of(FEDERATED), locale);
	}

	private Arrival arrive(FederatedUser user, LinkingDecision decision, String verifiedBy, List<String> methods,
			Locale locale) {
		return switch (decision.step()) {
			// The issuing gate asks for the proof.
			case SIGN_IN, RENEW_PROOF -> new Arrival.AtAccount(decision.account(), methods);
			case SIGN_IN_TO_LINK -> new Arrival.AtLink(decision.account(), user);
			case CREATE_ACCOUNT -> new Arrival.AtAccount(createLinked(user, verifiedBy, locale), methods);
			case PROVE_ADDRESS -> new Arrival.AtProof(user);
			case ASK_ADDRESS -> new Arrival.AtAddress(user);
			case REFUSED_DISABLED, REFUSED_FROZEN, REFUSED_RESERVED, REFUSED_CLOSED ->
				new Arrival.AtRefusal(decision.step());
			case LINK, ALREADY_LINKED, REFUSED_SHUT, REFUSED_IDENTITY_TAKEN, REFUSED_ADDRESS_TAKEN ->
				throw new IllegalStateException("nobody is signed in to link");
		};
	}

	private Arrival refused(EmailAddress email) {
		return this.policy.admits(email) ? new Arrival.AtHolder() : new Arrival.AtRefusal(Step.REFUSED_CLOSED);
	}

	private Account createLinked(FederatedUser user, String verifiedBy, Locale locale) {
		EmailAddress email = Objects.requireNonNull(user.email());
		Account account = create(new NewAccount(email, verifiedBy, PersonName.orElse(user.name(), email), null, locale))
			.orElseThrow(IdentityTakenException::new);
		if (!this.accounts.link(account, user.identity(), email, user.emailTrusted())) {
			throw new IdentityTakenException();
		}
		return account;
	}

	private Optional<Account> create(NewAccount account) {
		Optional<Account> created = this.accounts.create(account);
		this.verification.disarm(account.email());
		this.pendingSignUps.drop(account.email());
		return created;
	}

	/**
	 * An identity, or its address, came to another account while one was being created.
	 */
	static class IdentityTakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
