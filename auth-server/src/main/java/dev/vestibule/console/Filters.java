package dev.vestibule.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.vestibule.admin.Fields;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a list is searched by, for the form that searches it and for links to the same
 * search.
 *
 * @param names its parameters
 */
record Filters(HttpServletRequest request, List<String> names) {

	// As the API takes a time.
	private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

	/**
	 * What was searched for.
	 */
	Map<String, String> values() {
		Map<String, String> values = new LinkedHashMap<>();
		for (String name : this.names) {
			String value = this.request.getParameter(name);
			if (value != null && !value.isEmpty()) {
				values.put(name, isTime(name) && SECONDS.matcher(value).matches() ? local(value) : value);
			}
		}
		return values;
	}

	/**
	 * The same search at an address, from its beginning.
	 */
	String link(String path) {
		UriComponentsBuilder link = UriComponentsBuilder.fromPath(path);
		Map<String, String> values = values();
		values.keySet().forEach((name) -> link.queryParam(name, "{" + name + "}"));
		return link.encode().buildAndExpand(values).toUriString();
	}

	/**
	 * A time in UTC, as a browser's field for it sends it, or in seconds since 1970; null
	 * if there is none.
	 */
	static @Nullable Instant time(Fields query, String name) {
		String text = query.text(name, 30);
		if (text == null) {
			return null;
		}
		try {
			if (SECONDS.matcher(text).matches()) {
				return Instant.ofEpochSecond(Long.parseLong(text));
			}
			LocalDateTime time = (text.indexOf('T') >= 0) ? LocalDateTime.parse(text)
					: LocalDate.parse(text).atStartOfDay();
			return Fields.checked(time.toInstant(ZoneOffset.UTC));
		}
		catch (DateTimeException ex) {
			query.refuse(name, "must be a time such as 2026-12-31T23:59");
			return null;
		}
	}

	private static boolean isTime(String name) {
		return name.equals("from") || name.equals("to");
	}

	private static String local(String seconds) {
		return LocalDateTime.ofEpochSecond(Long.parseLong(seconds), 0, ZoneOffset.UTC).withSecond(0).toString();
	}

}
