/**
 * How the server starts: the schema's migration, the turns that nodes take which start at
 * once, and one sentence on why it does not start. It knows no feature: whatever our own
 * code refuses with an {@link java.lang.IllegalArgumentException} or an
 * {@link java.lang.IllegalStateException} is a sentence for the operator already.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.startup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
