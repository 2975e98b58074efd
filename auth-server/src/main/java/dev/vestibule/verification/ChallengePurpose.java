package dev.vestibule.verification;

/**
 * What the proof of an address is good for. A proof of one purpose is worth nothing for
 * another.
 */
public enum ChallengePurpose {

	/** A new account, or the link of an identity to the address's account. */
	SIGN_UP("/verify/link"),
	/** A new account for somebody who did not ask, and was invited. */
	INVITATION("/verify/link"),
	/** An account whose address has to be proved anew before anything is issued. */
	PROOF("/verify/link"),
	/** A new password for an account. */
	RESET("/reset/link"),
	/** Another address for an account. */
	NEW_ADDRESS("/account/email/link"),
	/** What a notice offers to an owner who did not do it. */
	RECOVERY("/recover/link"),
	/** The way back to the address before a change. */
	REVERT("/recover/link");

	private final String path;

	ChallengePurpose(String path) {
		this.path = path;
	}

	/**
	 * The page that the mailed link leads to.
	 */
	String path() {
		return this.path;
	}

	/**
	 * Whether its mail tells an owner of something that happened, and waits for days.
	 */
	boolean isNotice() {
		return this == RECOVERY || this == REVERT;
	}

	/**
	 * Whether a proof opens an account that exists: guesses at the codes of such an
	 * address are counted as long as none is right, not by the day.
	 */
	boolean opensAccount() {
		return this == PROOF || this == RESET;
	}

}
