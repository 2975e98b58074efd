package dev.vestibule.admin;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a patch makes of an object (RFC 7396): it changes what it names, and takes away
 * what it calls null.
 */
final class MergePatch {

	static final String MEDIA_TYPE = "application/merge-patch+json";

	private MergePatch() {
	}

	static Map<String, @Nullable Object> apply(Map<String, ? extends @Nullable Object> patch,
			Map<String, ? extends @Nullable Object> target) {
		Map<String, @Nullable Object> result = new LinkedHashMap<>(target);
		patch.forEach((name, value) -> {
			if (value == null) {
				result.remove(name);
			}
			else {
				result.put(name, (value instanceof Map<?, ?> nested) ? apply(nested, result.get(name)) : value);
			}
		});
		return result;
	}

	@SuppressWarnings("unchecked") // JSON objects have names only
	private static Map<String, @Nullable Object> apply(Map<?, ?> patch, @Nullable Object target) {
		return apply((Map<String, @Nullable Object>) patch,
				(target instanceof Map<?, ?> object) ? (Map<String, @Nullable Object>) object : Map.of());
	}

}
