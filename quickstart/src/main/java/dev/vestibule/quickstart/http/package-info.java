/**
 * A small HTTP server on the loopback address, over the one in the JDK: requests and
 * responses as values, bounded bodies, refusal of foreign hosts and origins. It knows
 * nothing of what is served.
 */
@NullMarked
package dev.vestibule.quickstart.http;

import org.jspecify.annotations.NullMarked;
