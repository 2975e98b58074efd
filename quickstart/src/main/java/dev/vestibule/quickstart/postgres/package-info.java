/**
 * A PostgreSQL server of our own, from embedded binaries, whose data is kept. It knows
 * nothing of what is stored in it.
 */
@NullMarked
package dev.vestibule.quickstart.postgres;

import org.jspecify.annotations.NullMarked;
