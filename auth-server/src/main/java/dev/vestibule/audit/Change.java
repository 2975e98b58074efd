package dev.vestibule.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a field was, and what it is now.
 *
 * @param before null where there was nothing
 * @param after null where there is nothing any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(@Nullable Object before, @Nullable Object after) {

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
				changes.put(name, new Change(before.get(name), after.get(name)));
			}
		}
		return changes;
	}

}
