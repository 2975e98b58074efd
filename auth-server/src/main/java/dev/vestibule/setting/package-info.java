/**
 * Settings that are made while the server runs, each of which goes before the property of
 * the same meaning. It does not know what they mean: each feature asks for its own, and
 * says what counts as long as nobody has made one.
 */
@ApplicationModule(allowedDependencies = { "audit", "freshness" })
@NullMarked
package dev.vestibule.setting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
