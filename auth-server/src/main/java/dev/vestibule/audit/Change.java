package dev.vestibule.audit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.DigestUtils;

/**
 * What a field was, and what it is now.
 *
 * @param before null where there was nothing
 * @param after null where there is nothing any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(@Nullable Object before, @Nullable Object after) {

	// A file as its own address (RFC 2397).
	private static final String FILE = "data:";

	private static final int BEGINNING = 40;

	/**
	 * The fields that differ. What is shown of a thing holds no secrets, and so neither
	 * does this.
	 * @param before the thing as it was shown; empty if it is new
	 * @param after the thing as it is shown; empty if it is gone
	 */
	public static Map<String, Change> between(Map<String, ? extends @Nullable Object> before,
			Map<String, ? extends @Nullable Object> after) {
		TreeSet<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		Map<String, Change> changes = new LinkedHashMap<>();
		for (String name : names) {
			if (!Objects.equals(before.get(name), after.get(name))) {
				changes.put(name, new Change(brief(before.get(name)), brief(after.get(name))));
			}
		}
		return changes;
	}

	// Nobody reads a picture's letters: what matters is whether it is another one.
	private static @Nullable Object brief(@Nullable Object value) {
		if (value instanceof String text && text.startsWith(FILE) && text.length() > 2 * BEGINNING) {
			return text.substring(0, BEGINNING) + "… (" + text.length() + " characters, "
					+ DigestUtils.md5DigestAsHex(text.getBytes(StandardCharsets.UTF_8)) + ")";
		}
		return value;
	}

}
