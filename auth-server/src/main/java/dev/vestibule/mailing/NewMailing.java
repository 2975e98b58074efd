package dev.vestibule.mailing;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is written, and to whom.
 *
 * @param contents by language tag
 */
public record NewMailing(SortedMap<String, Content> contents, Recipients recipients) {

	public NewMailing(Map<String, Content> contents, Recipients recipients) {
		this(new TreeMap<>(contents), recipients);
	}

	public NewMailing {
		if (contents.isEmpty()) {
			throw new IllegalArgumentException("a mailing says something");
		}
	}

	/**
	 * What it says in one language; <code>{name}</code> and <code>{email}</code> stand
	 * for the recipient's.
	 *
	 * @param subject one line
	 * @param text plain text; empty lines part paragraphs
	 */
	public record Content(String subject, String text) {

	}

	/**
	 * Which accounts, all conditions together; with none of them, all accounts.
	 *
	 * @param locale the language that the person last used
	 */
	public record Recipients(@Nullable UUID account, @Nullable String locale, @Nullable Instant createdAfter,
			@Nullable Instant createdBefore) {

	}

}
