/**
 * The server's signing keys and their rotation, the one place that signs tokens and the
 * one that verifies its own, and the published key set. It does not know what a token
 * says or means.
 */
@ApplicationModule(allowedDependencies = { "audit", "freshness", "keyring", "purge", "web" })
@NullMarked
package dev.vestibule.signing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
