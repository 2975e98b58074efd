package dev.vestibule.federation;

import dev.vestibule.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen with a person whom a provider vouches for.
 *
 * @param account whose account it is about, when there is one
 */
public record LinkingDecision(Step step, @Nullable Account account) {

	/**
	 * The account that it is about.
	 * @throws IllegalStateException if the step is about none
	 */
	@Override
	public Account account() {
		if (this.account == null) {
			throw new IllegalStateException(this.step + " is about no account");
		}
		return this.account;
	}

	/**
	 * The next step.
	 */
	public enum Step {

		/** The identity is the account's: sign in to it. */
		SIGN_IN,
		/** It is, but the account's address has to be proved anew before that. */
		RENEW_PROOF,
		/** There is no address to prove: ask for one. */
		ASK_ADDRESS,
		/** The address has to be proved; whether it has a holder does not show. */
		PROVE_ADDRESS,
		/** The address is proved, or as good as that, and free. */
		CREATE_ACCOUNT,
		/** The account has to be signed in to by a way of its own, and is then linked. */
		SIGN_IN_TO_LINK,
		/** The identity becomes another way in to the account that is signed in to. */
		LINK,
		/** It is one already. */
		ALREADY_LINKED,
		/** The account is disabled: nothing is signed in to, nothing linked. */
		REFUSED_DISABLED,
		/** The account was recovered lately, so its ways in stay as they are. */
		REFUSED_FROZEN,
		/** The address is kept for the account that had it, or blocked. */
		REFUSED_RESERVED,
		/** The address may have no account: the sign-up is not open to it. */
		REFUSED_CLOSED,
		/**
		 * The issuing gate has shut since the sign-in, or the provider is switched off.
		 */
		REFUSED_SHUT,
		/** The identity is another account's way in. */
		REFUSED_IDENTITY_TAKEN,
		/** The address is another account's. */
		REFUSED_ADDRESS_TAKEN;

		public boolean isRefusal() {
			return name().startsWith("REFUSED");
		}

	}

}
