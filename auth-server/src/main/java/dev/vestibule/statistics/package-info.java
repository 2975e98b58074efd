/**
 * How often things happen, by the hour and by the day. It is told what happened by
 * whoever knows, and does not know what any of it means.
 */
@ApplicationModule(allowedDependencies = "purge")
@NullMarked
package dev.vestibule.statistics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
