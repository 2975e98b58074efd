/**
 * The account home: what a signed-in person sees and changes of their own account. It
 * does not know how people sign in, nor what they are issued.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "federation", "limit", "mail", "mailing", "session",
		"verification", "web" })
@NullMarked
package dev.vestibule.selfservice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
