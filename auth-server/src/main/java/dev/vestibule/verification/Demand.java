package dev.vestibule.verification;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is to be proved, and for whom.
 *
 * @param account whose proof it is; the demand dies with the account's credentials
 * @param decoy nothing will satisfy it, and the mail tells the mailbox why; nobody else
 * can tell
 */
public record Demand(ChallengePurpose purpose, EmailAddress email, @Nullable Account account, boolean decoy) {

	/**
	 * An address to create an account for.
	 * @param taken whether it cannot have one
	 */
	public static Demand signUp(EmailAddress email, boolean taken) {
		return new Demand(ChallengePurpose.SIGN_UP, email, null, taken);
	}

	/**
	 * An address that an administrator invites.
	 */
	static Demand invitation(EmailAddress email) {
		return new Demand(ChallengePurpose.INVITATION, email, null, false);
	}

	/**
	 * The address of an account from which a new proof is due.
	 */
	public static Demand proof(Account account) {
		return new Demand(ChallengePurpose.PROOF, account.email(), account, false);
	}

	/**
	 * The address of an account whose password is to be set.
	 * @param account null if there is none, or none that may be recovered
	 */
	public static Demand reset(EmailAddress email, @Nullable Account account) {
		return new Demand(ChallengePurpose.RESET, email, account, account == null);
	}

	/**
	 * The address that an account is to have.
	 * @param taken whether it cannot have it
	 */
	public static Demand newAddress(EmailAddress email, Account account, boolean taken) {
		return new Demand(ChallengePurpose.NEW_ADDRESS, email, account, taken);
	}

}
