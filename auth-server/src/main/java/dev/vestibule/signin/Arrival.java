package dev.vestibule.signin;

import java.util.List;
import java.util.Locale;

import dev.vestibule.account.Account;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.federation.LinkingDecision.Step;

/**
 * How far somebody got who proved something: an address, or who they are at a provider.
 */
sealed interface Arrival {

	/**
	 * There is an account, and it is theirs.
	 *
	 * @param methods how they showed that (RFC 8176, or {@code fed} for a provider's
	 * word, which no RFC names)
	 */
	record AtAccount(Account account, List<String> methods) implements Arrival {

	}

	/**
	 * The address is somebody's account: they have to sign in to it before the identity
	 * is linked.
	 */
	record AtLink(Account account, FederatedUser user) implements Arrival {

	}

	/**
	 * The address has to be proved.
	 */
	record AtProof(FederatedUser user) implements Arrival {

	}

	/**
	 * An address has to be named.
	 */
	record AtAddress(FederatedUser user) implements Arrival {

	}

	/**
	 * The linking table refuses them.
	 */
	record AtRefusal(Step step) implements Arrival {

		/**
		 * What the sign-in page calls it.
		 */
		String error() {
			return this.step.name().toLowerCase(Locale.ROOT).replace("refused_", "").replace('_', '-');
		}

	}

	/**
	 * The address was proved, but somebody holds it since.
	 */
	record AtHolder() implements Arrival {

	}

	/**
	 * The proof was spent or voided meanwhile.
	 */
	record TooLate() implements Arrival {

	}

}
