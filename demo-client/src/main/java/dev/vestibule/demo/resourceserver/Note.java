package dev.vestibule.demo.resourceserver;

import java.time.Instant;

/**
 * One line that somebody wanted to keep.
 */
record Note(String text, Instant createdAt) {
}
