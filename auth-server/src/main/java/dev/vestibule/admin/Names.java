package dev.vestibule.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What roles and groups are called: short, and of characters that need no escaping
 * wherever clients see them.
 */
public final class Names {

	public static final int MAX_LENGTH = 64;

	/** How long the description beside a name may be. */
	public static final int MAX_DESCRIPTION = 200;

	private static final int MAX_NAMES = 100;

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

	/** In the addresses of the console's pages this is where the form is. */
	private static final String FORM_PAGE = "new";

	private Names() {
	}

	/**
	 * The name in a field that has to be there; it is unusable only if that was refused.
	 */
	public static String read(Fields fields) {
		String name = fields.requiredText("name", MAX_LENGTH);
		if (!name.isEmpty() && !FORM.matcher(name).matches()) {
			fields.refuse("name",
					"must be 1 to 64 of the letters a to z and A to Z, digits, and . _ : -, beginning with a letter or a digit");
		}
		if (name.equals(FORM_PAGE)) {
			fields.refuse("name", "is a word that the console needs for its own addresses");
		}
		return name;
	}

	/**
	 * The names in a list; null if there is none.
	 */
	static @Nullable Set<String> set(Fields fields, String name) {
		List<String> names = fields.texts(name, MAX_NAMES, MAX_LENGTH);
		return (names != null) ? new HashSet<>(names) : null;
	}

	/**
	 * The name in a path, empty if nothing can be called that.
	 */
	static String ofPath(String name) {
		return FORM.matcher(name).matches() ? name : "";
	}

}
