package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.vestibule.federation.PresetDescription;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the form about a provider says: what every provider has, and what is to be said of
 * its kind. The secret is no part of what it was filled with, and is never shown again.
 */
final class ProviderForm {

	static final String SECRET = "client_secret";

	private static final List<String> COMMON = List.of("name", "client_id", "trust", "domains", "position");

	private ProviderForm() {
	}

	/**
	 * The names of its fields, besides the id and the secret.
	 */
	static List<String> names(PresetDescription preset) {
		return Stream.concat(COMMON.stream(), preset.settings().keySet().stream()).toList();
	}

	/**
	 * Reads the form.
	 * @param besides the fields that are not about what the provider is
	 */
	static Map<String, Object> read(HttpServletRequest request, PresetDescription preset, String... besides) {
		List<String> texts = new ArrayList<>(names(preset));
		// It is a text of theirs here, and no scope of ours that is ticked.
		texts.remove("scope");
		Map<String, Object> values = ConsoleForm.read(request, texts,
				Stream.concat(Stream.of(besides), Stream.of("scope", SECRET)).toArray(String[]::new));
		if (preset.settings().containsKey("scope")) {
			values.put("scope", ConsoleForm.text(request, "scope").strip());
		}
		return values;
	}

	/**
	 * What the form says about a provider as it is.
	 */
	static Map<String, Object> of(Map<String, ? extends @Nullable Object> provider, PresetDescription preset) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String name : names(preset)) {
			Object value = provider.get(name);
			values.put(name, (value instanceof List<?>) ? value : (value != null) ? value.toString() : "");
		}
		return values;
	}

	/**
	 * The fields that the values mean; what is empty is as the preset has it.
	 * @param secret what was typed; an empty one is none
	 */
	static Map<String, @Nullable Object> fields(Map<String, Object> values, String secret) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			Object meant = name.equals("position") ? ConsoleForm.number(value) : value;
			fields.put(name, meant.equals("") ? null : meant);
		});
		if (!secret.isBlank()) {
			fields.put(SECRET, secret.strip());
		}
		return fields;
	}

}
