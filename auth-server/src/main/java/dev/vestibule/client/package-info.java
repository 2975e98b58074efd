/**
 * Registered clients, their secrets and public keys, resource servers and their scopes:
 * what they may be, and where they are kept. It does not know how a client obtains a
 * token, or who registers one.
 */
@ApplicationModule(allowedDependencies = { "audit", "freshness", "keyring", "outbound", "startup", "web" })
@NullMarked
package dev.vestibule.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
