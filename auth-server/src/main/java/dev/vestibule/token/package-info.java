/**
 * Authorizations and what is issued under them: codes, refresh families, and the claims
 * of the JWTs. It knows nothing of endpoints or pages.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "client", "keyring", "mail", "purge", "signing", "web" })
@NullMarked
package dev.vestibule.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
