/**
 * The ways that letters leave by, one in use and one to fall back on, and what they sign
 * in with. It does not know why a letter is sent, nor does it remember one: it says
 * whether a letter was taken, and if not, whether that is about the letter or about the
 * way.
 */
@ApplicationModule(allowedDependencies = { "keyring", "outbound", "setting", "web" })
@NullMarked
package dev.vestibule.transport;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
