package dev.vestibule.mailing;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a mailing's text may have in braces.
 */
public final class Placeholders {

	static final Pattern PATTERN = Pattern.compile("\\{([a-z]{1,20})}");

	private static final Set<String> KNOWN = Set.of("name", "email");

	private Placeholders() {
	}

	/**
	 * The first that nothing would be put in the place of.
	 */
	public static Optional<String> unknown(String text) {
		return PATTERN.matcher(text)
			.results()
			.map((MatchResult found) -> found.group(1))
			.filter((name) -> !KNOWN.contains(name))
			.findFirst();
	}

}
