/**
 * A peer: the least that a server on the same framework does for an answer of the same
 * kind. It is no authorization server.
 */
@NullMarked
package dev.vestibule.benchmark.floor;

import org.jspecify.annotations.NullMarked;
