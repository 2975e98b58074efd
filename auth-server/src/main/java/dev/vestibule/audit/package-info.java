/**
 * The append-only record of what happened. It is told by every other package and knows
 * none of them.
 */
@ApplicationModule(allowedDependencies = { "purge", "statistics" })
@NullMarked
package dev.vestibule.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
