/**
 * The providers that there are presets for, as they answer on the wire, for tests over
 * HTTP and in the browser. It knows nothing of the server that it is asked by.
 */
@NullMarked
package dev.vestibule.standin;

import org.jspecify.annotations.NullMarked;
