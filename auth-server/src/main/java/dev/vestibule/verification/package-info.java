/**
 * The proof that somebody holds an address: challenges, their codes and links, and how
 * many mails and guesses there may be. It does not know what a proof is good for.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "keyring", "limit", "mail", "purge", "session", "web" })
@NullMarked
package dev.vestibule.verification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
