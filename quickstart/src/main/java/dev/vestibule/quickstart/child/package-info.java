/**
 * Applications in executable jars as child processes that end with their parent. It knows
 * nothing of what they do.
 */
@NullMarked
package dev.vestibule.quickstart.child;

import org.jspecify.annotations.NullMarked;
