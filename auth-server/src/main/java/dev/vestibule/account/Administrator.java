package dev.vestibule.account;

import java.util.Objects;

import dev.vestibule.account.Account.Role;

/**
 * Who administers: a person, or a client by itself.
 *
 * @param name for the audit log
 * @param role what they may do now
 */
public record Administrator(String name, Role role) {

	/**
	 * A person who has a role in the administration.
	 */
	public static Administrator of(Account account) {
		return new Administrator("account:" + account.id(), Objects.requireNonNull(account.role()));
	}

	/**
	 * Whether an account is one for them; those that have a role are for administrators.
	 */
	public boolean mayLookAfter(ManagedAccount account) {
		return this.role == Role.ADMINISTRATOR || account.account().role() == null;
	}

}
