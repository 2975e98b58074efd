package dev.vestibule.account;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a person may be called: 1 to 100 code points, of which at least one is seen,
 * without line breaks, control characters, or what turns the direction of writing.
 */
public final class PersonName {

	static final int MAX_LENGTH = 100;

	private static final Pattern UNUSABLE = Pattern
		.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

	// Some of those that are letters are empty.
	private static final Pattern VISIBLE = Pattern
		.compile("[^\\p{Cc}\\p{Cf}\\p{Z}\\p{M}\\u115F\\u1160\\u2800\\u3164\\uFFA0]");

	private PersonName() {
	}

	static boolean fits(String name) {
		return name.codePointCount(0, name.length()) <= MAX_LENGTH;
	}

	static boolean usable(String name) {
		return !UNUSABLE.matcher(name).find() && VISIBLE.matcher(name).find();
	}

	/**
	 * What a provider calls somebody, made usable; else what stands before the at sign.
	 */
	public static String orElse(@Nullable String name, EmailAddress email) {
		String usable = (name != null) ? UNUSABLE.matcher(name).replaceAll("").strip() : "";
		if (!VISIBLE.matcher(usable).find()) {
			usable = email.value().substring(0, email.value().indexOf('@'));
		}
		return fits(usable) ? usable : usable.substring(0, usable.offsetByCodePoints(0, MAX_LENGTH));
	}

}
