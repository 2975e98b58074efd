/**
 * How often something may be done, counted in the database so that it holds across nodes
 * and however many requests come at once, and the answer to who does it too often. It
 * does not know what is done.
 */
@ApplicationModule(allowedDependencies = { "purge", "web" })
@NullMarked
package dev.vestibule.limit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
