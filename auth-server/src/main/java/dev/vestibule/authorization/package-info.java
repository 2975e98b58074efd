/**
 * The protocol's side: the filter chains of the OAuth 2.1 and OpenID Connect endpoints,
 * the step that a person is sent to next, consent, and logout. It does not know how
 * people sign in.
 */
@ApplicationModule(
		allowedDependencies = { "account", "audit", "client", "purge", "session", "signing", "token", "web" })
@NullMarked
package dev.vestibule.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
