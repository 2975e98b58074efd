package dev.vestibule.signin;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.account.NewAccount;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.federation.Linking;
import dev.vestibule.federation.LinkingDecision;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.ProviderLink;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.Proof;
import org.jspecify.annotations.Nullable;

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

	private final EmailVerification verification;

	private final PendingSignUps pendingSignUps;

	private final Linking linking;

	private final Providers providers;

	Arrivals(Accounts accounts, EmailVerification verification, PendingSignUps pendingSignUps, Linking linking,
			Providers providers) {
		this.accounts = accounts;
		this.verification = verification;
		this.pendingSignUps = pendingSignUps;
		this.linking = linking;
		this.providers = providers;
	}

	/**
	 * Somebody proved the address that they signed up with.
	 * @throws IdentityTakenException if their identity came to another account this very
	 * moment; nothing happened then
	 */
	@Transactional
	Arrival withProof(Proof proof) {
		if (!this.verification.spend(proof)) {
			return new Arrival.TooLate();
		}
		Optional<PendingSignUp> taken = this.pendingSignUps.take(proof.challengeId());
		if (taken.isEmpty()) {
			return new Arrival.TooLate();
		}
		PendingSignUp pending = taken.get();
		FederatedIdentity identity = pending.identity();
		String verifiedBy = proof.method().name().toLowerCase(Locale.ROOT);
		if (identity == null) {
			return create(pending.email(), verifiedBy, pending.name(), pending.passwordHash())
				.<Arrival>map((account) -> new Arrival.AtAccount(account, List.of(MAILED)))
				.orElseGet(Arrival.AtHolder::new);
		}
		FederatedUser user = new FederatedUser(identity, nameOf(identity.provider()), pending.email(), false,
				pending.name());
		return arrive(user, this.linking.decide(user, true), verifiedBy, List.of(FEDERATED, MAILED));
	}

	/**
	 * A provider told who somebody is.
	 * @throws IdentityTakenException if their identity came to another account this very
	 * moment; nothing happened then
	 */
	@Transactional
	Arrival withProvider(FederatedUser user) {
		EmailAddress email = user.email();
		LinkingDecision decision = this.linking.decide(user, false);
		if (decision.step() == Step.CREATE_ACCOUNT && email != null) {
			// Another browser may be proving this address: wait for it, and look again.
			this.verification.disarm(email);
			decision = this.linking.decide(user, false);
		}
		return arrive(user, decision, NewAccount.byProvider(user.identity().provider()), List.of(FEDERATED));
	}

	private Arrival arrive(FederatedUser user, LinkingDecision decision, String verifiedBy, List<String> methods) {
		return switch (decision.step()) {
			case SIGN_IN -> new Arrival.AtAccount(decision.account(), methods);
			case SIGN_IN_TO_LINK -> new Arrival.AtLink(decision.account(), user);
			case CREATE_ACCOUNT -> new Arrival.AtAccount(createLinked(user, verifiedBy), methods);
			case PROVE_ADDRESS -> new Arrival.AtProof(user);
			case ASK_ADDRESS -> new Arrival.AtAddress(user);
			case REFUSED_DISABLED -> new Arrival.AtDisabled();
		};
	}

	private Account createLinked(FederatedUser user, String verifiedBy) {
		EmailAddress email = Objects.requireNonNull(user.email());
		Account account = create(email, verifiedBy, PersonName.orElse(user.name(), email), null)
			.orElseThrow(IdentityTakenException::new);
		if (!this.accounts.link(account, user.identity(), email)) {
			throw new IdentityTakenException();
		}
		return account;
	}

	private Optional<Account> create(EmailAddress email, String verifiedBy, String name, @Nullable String hash) {
		Optional<Account> account = this.accounts.create(new NewAccount(email, verifiedBy, name, hash));
		this.verification.disarm(email);
		this.pendingSignUps.drop(email);
		return account;
	}

	private String nameOf(String provider) {
		return this.providers.list()
			.stream()
			.filter((link) -> link.id().equals(provider))
			.map(ProviderLink::name)
			.findFirst()
			.orElse(provider);
	}

	/**
	 * An identity, or its address, came to another account while one was being created.
	 */
	static class IdentityTakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
