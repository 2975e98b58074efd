/**
 * Google and Facebook, simulated: the real ones' addresses, answers and errors as far as
 * signing in with them goes, and a form on which anybody can be anyone. It must not know
 * anything of the server that it is tried with, save what that server registered.
 */
@NullMarked
package dev.vestibule.quickstart.provider;

import org.jspecify.annotations.NullMarked;
