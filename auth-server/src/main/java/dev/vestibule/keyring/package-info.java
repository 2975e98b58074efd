/**
 * The symmetric keys from which every secret of the server is derived or under which it
 * is encrypted, and the hash that random values are kept as. It knows bytes and purposes,
 * and nothing of what they protect.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.vestibule.keyring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
