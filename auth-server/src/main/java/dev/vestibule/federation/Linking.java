package dev.vestibule.federation;

import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.federation.LinkingDecision.Step;

import org.springframework.stereotype.Component;

/**
 * Decides what a login at a provider leads to. An identity is (provider, authority,
 * subject); an address never signs anyone in, and never links without a sign-in to the
 * account that holds it.
 */
@Component
public class Linking {

	private final Accounts accounts;

	Linking(Accounts accounts) {
		this.accounts = accounts;
	}

	/**
	 * Reads the accounts and decides; to be asked again in the transaction that acts on
	 * it. When the identity is known, what the provider now says the address is gets
	 * noted, never written over ours.
	 * @param proved whether this browser has just proved the user's address by mail
	 */
	public LinkingDecision decide(FederatedUser user, boolean proved) {
		Optional<Account> known = this.accounts.findByIdentity(user.identity());
		if (known.isPresent()) {
			// After a proof the address may be one that the person typed.
			if (!proved) {
				this.accounts.noteProviderEmail(user.identity(), user.email(), user.emailTrusted());
			}
			return forAccount(Step.SIGN_IN, known.get());
		}
		EmailAddress email = user.email();
		if (email == null) {
			return LinkingDecision.of(Step.ASK_ADDRESS);
		}
		if (!proved && !user.emailTrusted()) {
			// Before the holder is looked for, so that not even the time tells.
			return LinkingDecision.of(Step.PROVE_ADDRESS);
		}
		return this.accounts.findByEmail(email)
			.map((holder) -> forAccount(Step.SIGN_IN_TO_LINK, holder))
			.orElseGet(() -> LinkingDecision.of(Step.CREATE_ACCOUNT));
	}

	private static LinkingDecision forAccount(Step step, Account account) {
		return new LinkingDecision(account.enabled() ? step : Step.REFUSED_DISABLED, account);
	}

}
