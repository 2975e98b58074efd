/**
 * Faults on purpose, at length: not part of the build, but run by
 * {@code ./mvnw -Pfaults verify}. What they print stands in docs/reliability.md.
 */
@NullMarked
package dev.vestibule.quickstart.faults;

import org.jspecify.annotations.NullMarked;
