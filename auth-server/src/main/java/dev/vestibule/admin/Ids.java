package dev.vestibule.admin;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads ids. What has not the form of one is, in a path, the id of nothing.
 */
public final class Ids {

	private static final Pattern FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	static final UUID NOTHING = new UUID(0, 0);

	private Ids() {
	}

	public static UUID read(String id) {
		return parse(id).orElse(NOTHING);
	}

	/**
	 * The id; empty for what has not the form of one.
	 */
	public static Optional<UUID> parse(String id) {
		return FORM.matcher(id).matches() ? Optional.of(UUID.fromString(id)) : Optional.empty();
	}

}
