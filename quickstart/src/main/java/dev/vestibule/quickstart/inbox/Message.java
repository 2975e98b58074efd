package dev.vestibule.quickstart.inbox;

import java.time.Instant;

/**
 * A mail as one recipient received it. The identifier grows with the time of arrival;
 * {@code text} and {@code html} are empty where the mail has no such part.
 */
public record Message(String id, String to, String from, String subject, String text, String html, Instant receivedAt) {

}
