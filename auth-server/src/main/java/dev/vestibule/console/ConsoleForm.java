package dev.vestibule.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.vestibule.admin.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * What a form says, by the API's names: texts, lists of one entry a line, scopes that are
 * ticked or not, and switches. It takes no other fields.
 */
final class ConsoleForm {

	private static final Set<String> LISTS = Set.of("redirect_uris", "post_logout_redirect_uris", "domains", "kinds");

	private static final Set<String> SWITCHES = Set.of("require_consent");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

	private static final String SCOPE = "scope";

	private static final Set<String> TICKED = Set.of(SCOPE, "roles", "groups");

	private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {
	};

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpServletRequest request;

	private final Map<String, Object> values = new LinkedHashMap<>();

	private ConsoleForm(HttpServletRequest request) {
		this.request = request;
	}

	/**
	 * Reads the fields that a form has; those that it leaves out are empty.
	 * @param besides the fields that are not about the thing itself
	 */
	static Map<String, Object> read(HttpServletRequest request, List<String> names, String... besides) {
		Set<String> unknown = new TreeSet<>(request.getParameterMap().keySet());
		names.forEach(unknown::remove);
		List.of(besides).forEach(unknown::remove);
		List.of("_csrf", "ui_locales").forEach(unknown::remove);
		if (!unknown.isEmpty()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "The form has a field that is not known.");
		}
		ConsoleForm form = new ConsoleForm(request);
		names.forEach(form::read);
		return form.values;
	}

	private void read(String name) {
		if (LISTS.contains(name)) {
			this.values.put(name,
					text(this.request, name).lines().map(String::strip).filter((line) -> !line.isEmpty()).toList());
		}
		else if (SWITCHES.contains(name)) {
			this.values.put(name, !text(this.request, name).isEmpty());
		}
		else if (TICKED.contains(name)) {
			String[] ticked = this.request.getParameterValues(name);
			this.values.put(name, (ticked != null) ? List.copyOf(new TreeSet<>(List.of(ticked))) : List.of());
		}
		else {
			this.values.put(name, text(this.request, name).strip());
		}
	}

	/**
	 * A field that comes once, and is empty if it does not come.
	 */
	static String text(HttpServletRequest request, String name) {
		String[] values = request.getParameterValues(name);
		if (values == null) {
			return "";
		}
		if (values.length > 1) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "The form has a field twice.");
		}
		return values[0];
	}

	/**
	 * A whole number, for the API to take; what is none stays as it was typed, for the
	 * API to refuse.
	 */
	static Object number(Object typed) {
		String text = String.valueOf(typed);
		return NUMBER.matcher(text).matches() ? Integer.valueOf(text) : typed;
	}

	/**
	 * What a form says about a thing as it is.
	 */
	static Map<String, Object> of(Map<String, ? extends @Nullable Object> shown, List<String> names) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String name : names) {
			Object value = shown.get(name);
			if (name.equals(SCOPE)) {
				values.put(name, (value instanceof String scope && !scope.isEmpty())
						? List.copyOf(new TreeSet<>(List.of(scope.split(" ")))) : List.of());
			}
			else {
				values.put(name, (value != null) ? value : "");
			}
		}
		return values;
	}

	/**
	 * The fields that the values mean; what is empty is left out.
	 */
	static Map<String, @Nullable Object> fields(Map<String, Object> values) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		values.forEach((name, value) -> fields.put(name, field(name, value)));
		return fields;
	}

	private static @Nullable Object field(String name, Object value) {
		if (name.equals(SCOPE) && value instanceof List<?> scopes) {
			return String.join(" ", scopes.stream().map(String::valueOf).toList());
		}
		// A name is always given, be it a bad one.
		return (value.equals("") && !name.equals("client_name")) ? null : value;
	}

	/**
	 * The lists as they are typed.
	 */
	static Map<String, String> lines(Map<String, Object> values) {
		Map<String, String> lines = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			if (LISTS.contains(name) && value instanceof List<?> entries) {
				lines.put(name, String.join("\n", entries.stream().map(String::valueOf).toList()));
			}
		});
		return lines;
	}

	/**
	 * What has changed between two versions, in the order of the form.
	 */
	static List<String> differing(Map<String, Object> one, Map<String, Object> other) {
		List<String> names = new ArrayList<>(one.keySet());
		names.removeIf((name) -> Objects.equals(one.get(name), other.get(name)));
		return names;
	}

	/**
	 * The values that a form was filled with, for it to take along.
	 */
	static String encode(Map<String, Object> values) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(values));
	}

	/**
	 * The values that a form took along. They only say what this browser was shown:
	 * whether it may be changed, the version says.
	 */
	static Map<String, Object> decode(String encoded, List<String> names) {
		try {
			Map<String, Object> values = JSON
				.readValue(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8), VALUES);
			if (values == null) {
				return Map.of();
			}
			values.keySet().retainAll(names);
			return values;
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return Map.of();
		}
	}

}
