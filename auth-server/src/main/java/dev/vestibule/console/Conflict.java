package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Two who have changed the same. What only the other has changed is taken over, and what
 * was typed is kept.
 *
 * @param merged what the form goes on with
 * @param differences what is one thing by now, and was typed as another
 */
record Conflict(Map<String, Object> merged, List<Difference> differences) {

	/**
	 * Compares two versions.
	 * @param before what the form was filled with
	 * @param typed what it says
	 * @param theirs what is there by now
	 */
	static Conflict of(Map<String, Object> before, Map<String, Object> typed, Map<String, Object> theirs) {
		Map<String, Object> merged = new LinkedHashMap<>(typed);
		typed.forEach((name, value) -> {
			if (value.equals(before.get(name))) {
				merged.put(name, Objects.requireNonNull(theirs.get(name)));
			}
		});
		List<Difference> differences = ConsoleForm.differing(theirs, typed)
			.stream()
			.map((name) -> new Difference(name, lines(theirs.get(name)), lines(typed.get(name)),
					!Objects.equals(merged.get(name), theirs.get(name))))
			.toList();
		return new Conflict(merged, differences);
	}

	private static List<String> lines(@Nullable Object value) {
		return (value instanceof List<?> list) ? list.stream().map(Conflict::line).toList() : List.of(line(value));
	}

	// Of a row what stands in it, from left to right.
	private static String line(@Nullable Object entry) {
		return (entry instanceof Map<?, ?> row)
				? String.join(" · ",
						row.values().stream().map(String::valueOf).filter((cell) -> !cell.isEmpty()).toList())
				: String.valueOf(entry);
	}

	/**
	 * A field of which there are two versions.
	 *
	 * @param kept whether the form goes on with what was typed
	 */
	record Difference(String name, List<String> theirs, List<String> yours, boolean kept) {

	}

}
