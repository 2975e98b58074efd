/**
 * The one HTTP client for calls to addresses that others supply: it reaches no private
 * network, follows no redirect, and bounds time and size. It does not know what is
 * called, or why.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
