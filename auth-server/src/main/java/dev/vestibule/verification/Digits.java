package dev.vestibule.verification;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The six digits of a mail, as people type them.
 */
public final class Digits {

	private static final Pattern SIX = Pattern.compile("[0-9]{6}");

	private Digits() {
	}

	/**
	 * What was typed without its spaces; empty if that is not six digits.
	 */
	public static Optional<String> read(@Nullable String typed) {
		return Optional.ofNullable(typed)
			.map((text) -> text.replaceAll("\\s", ""))
			.filter((text) -> SIX.matcher(text).matches());
	}

}
