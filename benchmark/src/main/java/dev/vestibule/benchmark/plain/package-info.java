/**
 * A peer: Spring Authorization Server as its documentation assembles it on a database.
 * Nothing is tuned here.
 */
@NullMarked
package dev.vestibule.benchmark.plain;

import org.jspecify.annotations.NullMarked;
