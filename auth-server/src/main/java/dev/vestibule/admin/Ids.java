package dev.vestibule.admin;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads the ids of paths. What has not the form of one is the id of nothing.
 */
final class Ids {

	private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	static final UUID NOTHING = new UUID(0, 0);

	private Ids() {
	}

	static UUID read(String id) {
		return FORM.matcher(id).matches() ? UUID.fromString(id) : NOTHING;
	}

}
