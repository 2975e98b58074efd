/**
 * Measures the server as its users run it, beside its peers, and writes down the figures.
 * It knows the servers by their wire alone, and the database by what PostgreSQL counts.
 */
@NullMarked
package dev.vestibule.benchmark;

import org.jspecify.annotations.NullMarked;
