package dev.vestibule.transport;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A message as it is read, to one recipient.
 *
 * @param id the first half of its Message-ID: the same whenever it is the same letter, so
 * that a second copy can be recognised
 * @param unsubscribeUrl where a mail program unsubscribes the recipient by one POST (RFC
 * 8058), or null where there is nothing to unsubscribe from
 * @param client the name of the client in whose name it is sent too, if there is one
 */
public record Letter(String id, String recipient, Locale locale, Instant writtenAt, String subject, String text,
		String html, @Nullable String unsubscribeUrl, @Nullable String client) {

}
