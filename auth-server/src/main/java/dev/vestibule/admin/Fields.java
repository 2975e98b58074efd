package dev.vestibule.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.vestibule.client.InvalidField;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Reads what a request says, collecting everything that is wrong with it. What is asked
 * for here is what is known: {@link #check()} refuses all other names.
 */
public class Fields {

	// Nothing invisible, and nothing that turns the direction of the text around it.
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

	private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

	private static final int MAX_WORDS = 200;

	private static final int MAX_PRINTED = 64;

	private final String problem;

	private final Map<String, ? extends @Nullable Object> values;

	private final String prefix;

	private final boolean parameters;

	private final Set<String> known = new TreeSet<>();

	private final List<Fields> nested = new ArrayList<>();

	private final List<InvalidField> errors;

	/**
	 * Creates a reader of a JSON object.
	 * @param problem what is said if anything is wrong, a sentence
	 */
	public Fields(String problem, Map<String, ? extends @Nullable Object> values) {
		this(problem, values, "", false, new ArrayList<>());
	}

	private Fields(String problem, Map<String, ? extends @Nullable Object> values, String prefix, boolean parameters,
			List<InvalidField> errors) {
		this.problem = problem;
		this.values = values;
		this.prefix = prefix;
		this.parameters = parameters;
		this.errors = errors;
	}

	/**
	 * Reads the parameters of a query, each of which comes once.
	 */
	public static Fields ofQuery(HttpServletRequest request) {
		Map<String, String> values = new LinkedHashMap<>();
		Fields fields = new Fields("A parameter is not permitted like this.", values, "", true, new ArrayList<>());
		request.getParameterMap().forEach((name, all) -> {
			if (all.length > 1) {
				fields.refuse(name, "is there more than once");
			}
			// One that is empty is as good as none, as in a form.
			else if (!all[0].isEmpty()) {
				values.put(name, all[0]);
			}
		});
		return fields;
	}

	/**
	 * A text of one line; null if there is none.
	 */
	public @Nullable String text(String name, int max) {
		Object value = value(name);
		if (value == null) {
			return null;
		}
		if (!(value instanceof String text) || text.isBlank() || text.codePointCount(0, text.length()) > max) {
			refuse(name, "must be a text of 1 to " + max + " characters");
			return null;
		}
		if (INVISIBLE.matcher(text).find()) {
			refuse(name, "has an invisible character");
			return null;
		}
		return text;
	}

	/**
	 * What is searched for; null without it.
	 */
	public @Nullable String words(String name) {
		return text(name, MAX_WORDS);
	}

	/**
	 * A text that has to be there; it is empty only if that was refused.
	 */
	public String requiredText(String name, int max) {
		String text = text(name, max);
		if (text == null && value(name) == null) {
			refuse(name, "is required");
		}
		return (text != null) ? text : "";
	}

	public @Nullable String choice(String name, Set<String> permitted) {
		Object value = value(name);
		if (value == null || value instanceof String text && permitted.contains(text)) {
			return (String) value;
		}
		refuse(name, "must be one of " + String.join(", ", new TreeSet<>(permitted)));
		return null;
	}

	public @Nullable Boolean flag(String name) {
		Object value = value(name);
		if (value == null || value instanceof Boolean) {
			return (Boolean) value;
		}
		if (this.parameters && ("true".equals(value) || "false".equals(value))) {
			return Boolean.valueOf((String) value);
		}
		refuse(name, "must be true or false");
		return null;
	}

	public @Nullable Long number(String name, long min, long max) {
		Object value = value(name);
		if (value == null) {
			return null;
		}
		Long number = (value instanceof Integer || value instanceof Long) ? Long.valueOf(((Number) value).longValue())
				: null;
		if (this.parameters && NUMBER.matcher(value.toString()).matches()) {
			number = Long.valueOf(value.toString());
		}
		if (number == null || number < min || number > max) {
			refuse(name, "must be a number from " + min + " to " + max);
			return null;
		}
		return number;
	}

	/**
	 * A time in seconds since 1970.
	 */
	public @Nullable Instant time(String name) {
		Long seconds = number(name, 0, LAST.getEpochSecond());
		return (seconds != null) ? Instant.ofEpochSecond(seconds) : null;
	}

	/**
	 * A time as Java writes it, of those that the database knows as well.
	 * @throws DateTimeException if it is none
	 */
	public static Instant moment(String text) {
		return checked(Instant.parse(text));
	}

	/**
	 * A time, unless it is beyond those that can be asked for.
	 * @throws DateTimeException if it is
	 */
	public static Instant checked(Instant time) {
		if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
			throw new DateTimeException("beyond all others");
		}
		return time;
	}

	public @Nullable UUID id(String name) {
		Object value = value(name);
		if (value == null) {
			return null;
		}
		Optional<UUID> id = (value instanceof String text) ? Ids.parse(text) : Optional.empty();
		if (id.isEmpty()) {
			refuse(name, "must be an id");
		}
		return id.orElse(null);
	}

	/**
	 * A list of texts without repetitions; null if there is none.
	 */
	public @Nullable List<String> texts(String name, int maxEntries, int maxLength) {
		List<?> entries = list(name, maxEntries);
		if (entries == null) {
			return null;
		}
		Map<String, Object> byIndex = new LinkedHashMap<>();
		for (int i = 0; i < entries.size(); i++) {
			byIndex.put(name + "[" + i + "]", Objects.requireNonNullElse(entries.get(i), ""));
		}
		Fields each = nested(byIndex, "");
		Set<String> texts = new LinkedHashSet<>();
		byIndex.keySet().forEach((index) -> texts.add(each.requiredText(index, maxLength)));
		return List.copyOf(texts);
	}

	/**
	 * A list of objects, each to be read by itself; null if there is none.
	 */
	public @Nullable List<Fields> objects(String name, int maxEntries) {
		List<?> entries = list(name, maxEntries);
		if (entries == null) {
			return null;
		}
		List<Fields> objects = new ArrayList<>();
		for (int i = 0; i < entries.size(); i++) {
			objects.add(object(name + "[" + i + "]", entries.get(i)));
		}
		return objects;
	}

	/**
	 * The same for objects that something else reads.
	 */
	@SuppressWarnings("unchecked") // JSON objects have names only
	public List<Map<String, @Nullable Object>> maps(String name, int maxEntries) {
		List<?> entries = Objects.requireNonNullElse(list(name, maxEntries), List.of());
		List<Map<String, @Nullable Object>> maps = new ArrayList<>();
		for (int i = 0; i < entries.size(); i++) {
			if (entries.get(i) instanceof Map<?, ?> map) {
				maps.add((Map<String, @Nullable Object>) map);
			}
			else {
				refuse(name + "[" + i + "]", "must be an object");
				maps.add(Map.of());
			}
		}
		return maps;
	}

	/**
	 * An object, to be read by itself; null if there is none.
	 */
	public @Nullable Fields object(String name) {
		Object value = value(name);
		return (value != null) ? object(name, value) : null;
	}

	/**
	 * The names that are there.
	 */
	public Set<String> names() {
		return this.values.keySet();
	}

	public boolean has(String name) {
		return this.values.containsKey(name);
	}

	/**
	 * Says what is wrong with a field.
	 * @param detail the rest of a sentence that begins with the field
	 */
	public void refuse(String name, String detail) {
		this.known.add(name);
		this.errors.add(new InvalidField(this.prefix + printable(name), detail));
	}

	/**
	 * How much was refused up to now, here and wherever it belongs.
	 */
	public int refused() {
		return this.errors.size();
	}

	/**
	 * Ends the request if anything was wrong with it.
	 */
	public void check() {
		refuseUnknown();
		if (!this.errors.isEmpty()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, this.problem, this.errors);
		}
	}

	private void refuseUnknown() {
		String known = this.known.isEmpty() ? "; there are no fields here" : "; known are "
				+ this.known.stream().filter((name) -> name.indexOf('[') < 0).collect(Collectors.joining(", "));
		this.values.keySet()
			.stream()
			.filter((name) -> !this.known.contains(name))
			.forEach(
					(name) -> this.errors.add(new InvalidField(this.prefix + printable(name), "is not known" + known)));
		this.nested.forEach(Fields::refuseUnknown);
	}

	private @Nullable List<?> list(String name, int maxEntries) {
		Object value = value(name);
		if (value == null) {
			return null;
		}
		if (value instanceof List<?> list && list.size() <= maxEntries) {
			return list;
		}
		refuse(name, "must be a list of at most " + maxEntries);
		return null;
	}

	@SuppressWarnings("unchecked") // JSON objects have names only
	private Fields object(String name, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			return nested((Map<String, @Nullable Object>) object, name + ".");
		}
		refuse(name, "must be an object");
		// That is enough: what would be in it is not asked for.
		return new Fields(this.problem, Map.of(), "", this.parameters, new ArrayList<>());
	}

	private Fields nested(Map<String, ? extends @Nullable Object> values, String prefix) {
		Fields nested = new Fields(this.problem, values, this.prefix + prefix, this.parameters, this.errors);
		this.nested.add(nested);
		return nested;
	}

	private @Nullable Object value(String name) {
		this.known.add(name);
		return this.values.get(name);
	}

	private static String printable(String name) {
		String cut = (name.length() > MAX_PRINTED) ? name.substring(0, MAX_PRINTED) + "…" : name;
		return INVISIBLE.matcher(cut).replaceAll("?");
	}

}
