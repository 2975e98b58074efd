package dev.vestibule.federation;

import dev.vestibule.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen with a person whom a provider vouches for.
 *
 * @param account whose account it is about, when there is one to sign in to
 */
public record LinkingDecision(Step step, @Nullable Account account) {

	static LinkingDecision of(Step step) {
		return new LinkingDecision(step, null);
	}

	/**
	 * The account to sign in to.
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
		/** The account is disabled: nothing is signed in to, nothing linked. */
		REFUSED_DISABLED,
		/** The address is proved, or as good as that, and free. */
		CREATE_ACCOUNT,
		/** The address has to be proved; whether it has a holder does not show. */
		PROVE_ADDRESS,
		/** The account has to be signed in to by a way of its own, and is then linked. */
		SIGN_IN_TO_LINK,
		/** There is no address to prove: ask for one. */
		ASK_ADDRESS

	}

}
