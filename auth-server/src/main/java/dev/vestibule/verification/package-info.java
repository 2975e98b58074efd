/**
 * The proof that somebody holds an address: challenges, their codes and links, and the
 * budgets of attempts and mails. It does not know what a proof is good for.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "keyring", "mail", "purge", "session", "web" })
@NullMarked
package dev.vestibule.verification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
