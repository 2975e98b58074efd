/**
 * What administrators do: the API over clients, accounts, providers, keys, mail, audit
 * and webhooks, for bearer tokens only, and the operations behind it, which the console
 * shares. It checks who may ask and how the question is put; what the answer is, the
 * other packages decide.
 */
@ApplicationModule(allowedDependencies = { "account", "audit", "client", "federation", "mail", "mailing", "session",
		"setting", "signing", "statistics", "token", "verification", "web", "webhook" })
@NullMarked
package dev.vestibule.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
