/**
 * The ways in: signing in with a password or a provider, signing up, proving the address;
 * the filter chain and the pages of all that. It does not know what a signed-in person is
 * issued, nor the clients that ask for it.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "federation", "keyring", "limit", "mail", "purge",
		"session", "verification", "web" })
@NullMarked
package dev.vestibule.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
