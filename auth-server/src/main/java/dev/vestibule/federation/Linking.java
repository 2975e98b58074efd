package dev.vestibule.federation;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.SignUpPolicy;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.Situation.Address;
import dev.vestibule.federation.Situation.Holder;
import dev.vestibule.federation.Situation.Identity;
import dev.vestibule.federation.Situation.Session;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Decides what a login at a provider leads to, by the {@link LinkingTable} and within the
 * transaction that acts on it. An identity is (provider, authority, subject); an address
 * never signs anyone in, and never links without a sign-in to the account that holds it.
 */
@Component
public class Linking {

	private final Accounts accounts;

	private final SignUpPolicy policy;

	private final IssuingGate gate;

	private final AuditLog audit;

	Linking(Accounts accounts, SignUpPolicy policy, IssuingGate gate, AuditLog audit) {
		this.accounts = accounts;
		this.policy = policy;
		this.gate = gate;
		this.audit = audit;
	}

	/**
	 * Decides for a browser that is signed in to nothing. When the identity is known,
	 * what the provider now says the address is gets noted, never written over ours.
	 * @param proved whether this browser has just proved the user's address by mail
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LinkingDecision decide(FederatedUser user, boolean proved) {
		Optional<Account> known = known(user);
		// After a proof the address may be one that the person typed.
		if (known.isPresent() && !proved) {
			this.accounts.noteProviderEmail(user.identity(), user.email(), user.emailTrusted());
		}
		Address address = (proved && user.email() != null) ? Address.PROVED : address(user);
		Optional<Account> holder = holder(user, address);
		return decide(new Situation(Session.NONE, identity(known, null), address, holder(user, address, holder, null)),
				user, known.or(() -> holder));
	}

	/**
	 * Decides for a browser that is signed in, and asks to link the identity to its
	 * account.
	 * @param signedIn the account as it was at that sign-in
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public LinkingDecision decideFor(Account signedIn, FederatedUser user) {
		Optional<Account> known = known(user);
		Address address = address(user);
		return decide(new Situation(session(signedIn), identity(known, signedIn), address,
				holder(user, address, holder(user, address), signedIn)), user, Optional.of(signedIn));
	}

	private LinkingDecision decide(Situation situation, FederatedUser user, Optional<Account> account) {
		Step step = LinkingTable.step(situation);
		String name = step.name().toLowerCase(Locale.ROOT);
		AuditEvent event = step.isRefusal() ? AuditEvent.refused("linking.decided", name)
				: AuditEvent.success("linking.decided");
		this.audit.record(event.account(account.map(Account::id).orElse(null))
			.detail(Map.of("step", name, "provider", user.identity().provider())));
		return new LinkingDecision(step, account.orElse(null));
	}

	// One browser at a time arrives with an identity, so that what is decided holds.
	private Optional<Account> known(FederatedUser user) {
		this.accounts.lock(user.identity());
		return this.accounts.findByIdentity(user.identity());
	}

	private Session session(Account signedIn) {
		return this.gate.admit(signedIn.id(), signedIn.credentialEpoch())
			.map((account) -> isFrozen(account) ? Session.FROZEN : Session.OPEN)
			.orElse(Session.SHUT);
	}

	private static Identity identity(Optional<Account> known, @Nullable Account own) {
		if (known.isEmpty()) {
			return Identity.UNKNOWN;
		}
		Account account = known.get();
		if (isSame(account, own)) {
			return Identity.OWN;
		}
		if (!account.enabled()) {
			return Identity.DISABLED;
		}
		return (account.proofDueAt() != null) ? Identity.PROOF_DUE : Identity.ENABLED;
	}

	private static Address address(FederatedUser user) {
		if (user.email() == null) {
			return Address.NONE;
		}
		return user.emailTrusted() ? Address.TRUSTED : Address.UNTRUSTED;
	}

	// Without somebody's word for the address it is not even looked for, so that the
	// time does not tell either.
	private Optional<Account> holder(FederatedUser user, Address address) {
		EmailAddress email = user.email();
		return (email != null && address.vouchedFor()) ? this.accounts.findByEmail(email) : Optional.empty();
	}

	private Holder holder(FederatedUser user, Address address, Optional<Account> found, @Nullable Account own) {
		if (found.isEmpty()) {
			EmailAddress email = user.email();
			if (email == null || !address.vouchedFor()) {
				return Holder.NONE;
			}
			if (this.accounts.isReserved(email, own)) {
				return Holder.RESERVED;
			}
			return this.policy.admits(email) ? Holder.NONE : Holder.CLOSED;
		}
		Account account = found.get();
		if (isSame(account, own)) {
			return Holder.OWN;
		}
		if (!account.enabled()) {
			return Holder.DISABLED;
		}
		if (isFrozen(account)) {
			return Holder.FROZEN;
		}
		return (account.proofDueAt() != null) ? Holder.PROOF_DUE : Holder.ENABLED;
	}

	private static boolean isSame(Account account, @Nullable Account own) {
		return own != null && own.id().equals(account.id());
	}

	private static boolean isFrozen(Account account) {
		Instant until = account.frozenUntil();
		return until != null && until.isAfter(Instant.now());
	}

}
