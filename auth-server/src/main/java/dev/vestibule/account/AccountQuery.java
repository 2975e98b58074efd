package dev.vestibule.account;

import org.jspecify.annotations.Nullable;

/**
 * Which accounts are looked for; what is null does not matter.
 *
 * @param words each of which begins the address or a word of the name
 * @param email what the address begins with
 * @param adminRole what they may do in the administration
 * @param role what clients are told that they are, be it by a group
 * @param group a group that they are in
 */
public record AccountQuery(@Nullable String words, @Nullable String email, @Nullable State state,
		Account.@Nullable Role adminRole, @Nullable String role, @Nullable String group) {

	/**
	 * What an account is like to its owner.
	 */
	public enum State {

		/** Enabled, with no proof due. */
		ACTIVE,
		/** Opened again by a new proof of its address. */
		PROOF_DUE, DISABLED

	}

}
