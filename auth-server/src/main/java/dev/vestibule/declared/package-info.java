/**
 * Configuration as code: reads a document that declares clients, resource servers,
 * providers, roles, groups and settings, says what it would change, and changes it, at
 * each start or when it is asked to. It knows no rule of what it declares: those that the
 * API goes by are asked, and so is whoever keeps it.
 */
@ApplicationModule(
		allowedDependencies = { "account", "admin", "audit", "client", "federation", "setting", "startup", "web" })
@NullMarked
package dev.vestibule.declared;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
