/**
 * Upstream providers: who they say a person is, and what that means for our accounts. It
 * does not know sign-up, pages or sessions: it hands a {@code FederatedUser} over and is
 * asked for a decision.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "freshness", "keyring", "outbound", "purge", "startup",
		"verification", "web" })
@NullMarked
package dev.vestibule.federation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
