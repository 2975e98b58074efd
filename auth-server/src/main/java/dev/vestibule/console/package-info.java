/**
 * What administrators do with a browser: the pages over what the admin API does, by the
 * same code. It knows how things are shown and asked, and leaves what may be done, and
 * what that means, to {@code admin} and the packages below.
 */
@ApplicationModule(allowedDependencies = { "account", "admin", "audit", "authorization", "client", "declared",
		"federation", "mail", "selfservice", "signing", "statistics", "verification", "web", "webhook" })
@NullMarked
package dev.vestibule.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
