package dev.vestibule.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServer.Scope;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the form about a resource server says. Its scopes are rows of a name and of what
 * people read, in the languages of our pages; an empty row is none.
 */
final class ServerForm {

	/** The fields besides the URI, which never changes. */
	static final List<String> NAMES = List.of("name", "access_token_lifetime", "access_token_signing_alg", "client_id");

	static final String SCOPES = "scopes";

	/** Empty rows to begin with. */
	static final int SPARE_ROWS = 3;

	private static final List<String> CELLS = List.of("name", "description", "ko");

	// As many as the API takes, and what is spare.
	private static final Pattern CELL = Pattern.compile("scopes\\[(\\d|[1-9]\\d|10[0-2])]\\.(name|description|ko)");

	private static final int MAX_ROWS = 103;

	private ServerForm() {
	}

	/**
	 * Reads the form.
	 * @param names the fields that it has, besides the scopes
	 * @param besides the fields that are not about the resource server
	 */
	static Map<String, Object> read(HttpServletRequest request, List<String> names, String... besides) {
		Stream<String> cells = request.getParameterMap().keySet().stream().filter(CELL.asMatchPredicate());
		Map<String, Object> values = ConsoleForm.read(request, names,
				Stream.concat(Arrays.stream(besides), cells).toArray(String[]::new));
		List<Map<String, String>> rows = new ArrayList<>();
		for (int i = 0; i < MAX_ROWS; i++) {
			Map<String, String> row = new LinkedHashMap<>();
			for (String cell : CELLS) {
				row.put(cell, ConsoleForm.text(request, "scopes[" + i + "]." + cell).strip());
			}
			if (row.values().stream().anyMatch((cell) -> !cell.isEmpty())) {
				rows.add(row);
			}
		}
		values.put(SCOPES, rows);
		return values;
	}

	/**
	 * What the form says about a resource server as it is.
	 */
	static Map<String, Object> of(RegisteredResourceServer server) {
		Map<String, Object> values = new LinkedHashMap<>();
		ConsoleForm.of(server.fields(), NAMES).forEach((name, value) -> values.put(name, String.valueOf(value)));
		values.put(SCOPES, server.server().scopes().stream().map(ServerForm::row).toList());
		return values;
	}

	private static Map<String, String> row(Scope scope) {
		Map<String, String> row = new LinkedHashMap<>();
		row.put("name", scope.name());
		row.put("description", (scope.description() != null) ? scope.description() : "");
		row.put("ko", scope.descriptions().getOrDefault("ko", ""));
		return row;
	}

	/**
	 * The fields that the values mean; what is empty is left out.
	 * @param before what the resource server is, of which descriptions in other languages
	 * stay; null if there is none yet
	 */
	static Map<String, @Nullable Object> fields(Map<String, Object> values, @Nullable ResourceServer before) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			if (name.equals(SCOPES) && value instanceof List<?> rows) {
				fields.put(name, rows.stream().map((row) -> scope((Map<?, ?>) row, before)).toList());
			}
			else if (name.equals("access_token_lifetime") && !value.equals("")) {
				fields.put(name, ConsoleForm.number(value));
			}
			else {
				fields.put(name, value.equals("") ? null : value);
			}
		});
		return fields;
	}

	private static Map<String, @Nullable Object> scope(Map<?, ?> row, @Nullable ResourceServer before) {
		Map<String, Object> descriptions = new LinkedHashMap<>();
		if (before != null) {
			before.scopes()
				.stream()
				.filter((scope) -> scope.name().equals(row.get("name")))
				.forEach((scope) -> descriptions.putAll(scope.descriptions()));
		}
		descriptions.remove("ko");
		put(descriptions, row, "ko");
		Map<String, @Nullable Object> scope = new LinkedHashMap<>();
		put(scope, row, "name");
		put(scope, row, "description");
		if (!descriptions.isEmpty()) {
			scope.put("descriptions", descriptions);
		}
		return scope;
	}

	private static void put(Map<String, ? super Object> fields, Map<?, ?> row, String name) {
		if (row.get(name) instanceof String text && !text.isEmpty()) {
			fields.put(name, text);
		}
	}

}
