package dev.vestibule.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Which part of a list is asked for: {@code limit} entries behind {@code cursor}. The
 * cursor holds what the list is ordered by, of the last entry of the page before, so that
 * what comes or goes meanwhile moves no page; to those who send it, it means nothing.
 *
 * @param after where to begin; null at the first entry
 */
public record Page<P>(int limit, @Nullable P after, HttpServletRequest request) {

	static final int DEFAULT_LIMIT = 50;

	static final int MAX_LIMIT = 100;

	// Of the longest URI that a list is ordered by.
	private static final int MAX_CURSOR = 4000;

	/**
	 * Reads which part is asked for.
	 * @param position what a cursor of this list says, of the values that {@link #answer}
	 * was given; whatever it throws, the cursor is refused
	 */
	public static <P> Page<P> read(Fields query, HttpServletRequest request, Function<List<String>, P> position) {
		Long limit = query.number("limit", 1, MAX_LIMIT);
		return new Page<>((limit != null) ? limit.intValue() : DEFAULT_LIMIT, after(query, position), request);
	}

	/**
	 * Reads which part is asked for of a list that is ordered by one text.
	 */
	public static Page<String> read(Fields query, HttpServletRequest request) {
		return read(query, request, (position) -> position.get(0));
	}

	private static <P> @Nullable P after(Fields query, Function<List<String>, P> position) {
		String cursor = query.text("cursor", MAX_CURSOR);
		if (cursor == null) {
			return null;
		}
		try {
			String json = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			List<String> values = List.of(JsonMapper.shared().readValue(json, String[].class));
			// PostgreSQL takes no NUL.
			if (values.stream().noneMatch((value) -> value.indexOf('\0') >= 0)) {
				return position.apply(values);
			}
		}
		catch (RuntimeException ex) {
			// said below
		}
		query.refuse("cursor", "must be the next of an answer");
		return null;
	}

	/**
	 * Behind what to begin.
	 * @param beginning what stands before the first entry
	 */
	public P after(P beginning) {
		return (this.after != null) ? this.after : beginning;
	}

	/**
	 * How many entries to look for: one more than are shown, which tells whether there
	 * are more.
	 */
	public int toFind() {
		return this.limit + 1;
	}

	/**
	 * Answers with the page, the cursor of the next one as {@code next}, and a link to it
	 * (RFC 8288).
	 * @param name what the entries are called
	 * @param found as many as {@link #toFind()}, or fewer if there are no more
	 * @param position the values that the list is ordered by
	 * @param describe shows an entry
	 */
	public <T> ResponseEntity<Map<String, Object>> answer(String name, List<T> found,
			Function<T, List<String>> position, Function<T, ?> describe) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put(name, entries(found).stream().map(describe).toList());
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
		String next = next(found, position);
		if (next != null) {
			body.put("next", next);
			answer.header(HttpHeaders.LINK, "<" + link(next) + ">; rel=\"next\"");
		}
		return answer.body(body);
	}

	/**
	 * Those of what was found that are on the page.
	 */
	public <T> List<T> entries(List<T> found) {
		return found.subList(0, Math.min(this.limit, found.size()));
	}

	/**
	 * The cursor of the next page; null if there is none.
	 */
	public <T> @Nullable String next(List<T> found, Function<T, List<String>> position) {
		return (found.size() > this.limit) ? cursor(position.apply(found.get(this.limit - 1))) : null;
	}

	private static String cursor(List<String> position) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonMapper.shared().writeValueAsBytes(position));
	}

	/**
	 * Where the page of a cursor is, to be resolved against the address of the request.
	 */
	public String link(String next) {
		Map<String, String> query = new LinkedHashMap<>();
		this.request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
		query.put("cursor", next);
		return this.request.getRequestURI() + query.entrySet()
			.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&", "?", ""));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
