package dev.vestibule.federation;

/**
 * All that the linking table looks at, when somebody comes from a provider.
 *
 * @param session whether the browser is signed in already, and so wants to link
 * @param identity whose the identity is
 * @param address what is known of the address that the provider named, or that was proved
 * instead
 * @param holder whose that address is
 */
record Situation(Session session, Identity identity, Address address, Holder holder) {

	Situation {
		if (session == Session.NONE && (identity == Identity.OWN || holder == Holder.OWN)) {
			throw new IllegalArgumentException("nobody is signed in to own anything");
		}
	}

	/**
	 * The account that the browser is signed in to.
	 */
	enum Session {

		NONE,
		/** The issuing gate is open to it. */
		OPEN,
		/** It is, but after a recovery the ways in stay as they are for a while. */
		FROZEN,
		/** It is not. */
		SHUT

	}

	/**
	 * The account that the identity is linked to.
	 */
	enum Identity {

		UNKNOWN,
		/** The one that the browser is signed in to. */
		OWN, ENABLED, PROOF_DUE, DISABLED

	}

	/**
	 * What vouches for the address.
	 */
	enum Address {

		NONE, UNTRUSTED,
		/** The provider, whose word is as good as a proof. */
		TRUSTED,
		/** A proof by mail, in this browser. */
		PROVED;

		/**
		 * Whether it may be told, and decided upon, who holds the address.
		 */
		boolean vouchedFor() {
			return this == TRUSTED || this == PROVED;
		}

	}

	/**
	 * The account that the address belongs to.
	 */
	enum Holder {

		NONE,
		/** Nobody, but it is kept for an account that had it, or blocked. */
		RESERVED,
		/** Nobody, and the sign-up is not open to it. */
		CLOSED,
		/** The one that the browser is signed in to. */
		OWN, ENABLED, PROOF_DUE, FROZEN, DISABLED

	}

}
