/**
 * What every response has in common: the server's public address, security headers,
 * request limits, the language, the error page, and the 503 when the database is gone. It
 * knows no feature.
 */
@ApplicationModule(allowedDependencies = "setting")
@NullMarked
package dev.vestibule.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
