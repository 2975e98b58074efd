package dev.vestibule.account;

import dev.vestibule.account.Account.Role;

/**
 * Who administers: a person, or a client by itself.
 *
 * @param name for the audit log
 * @param role what they may do now
 */
public record Administrator(String name, Role role) {

}
