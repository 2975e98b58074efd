/**
 * The authorization server's main class; everything else lives in the package of its
 * feature.
 */
@NullMarked
package dev.vestibule;

import org.jspecify.annotations.NullMarked;
