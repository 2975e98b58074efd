/**
 * Browser sessions: their cookie, their rows, their end, and where a browser wanted to go
 * when it was sent to sign in. It does not know what being signed in means.
 */
@ApplicationModule(allowedDependencies = { "keyring", "purge", "web" })
@NullMarked
package dev.vestibule.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
