package dev.vestibule.declared;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.audit.Change;
import dev.vestibule.setting.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one thing when a document is applied.
 *
 * @param kind what it is, such as {@code client}
 * @param changes what its fields were and are
 * @param secret whether it has another secret; which, nobody is told
 */
public record Step(Action action, String kind, String name, Map<String, Change> changes, boolean secret) {

	private static final int MAX_SHOWN = 200;

	/**
	 * What has happened to a thing; nothing, if it is as it was.
	 * @param before as it was shown; empty if it was not there
	 * @param after likewise
	 * @param declared whether the document names it
	 */
	static Optional<Step> between(String kind, String name, Map<String, ? extends @Nullable Object> before,
			Map<String, ? extends @Nullable Object> after, boolean secret, boolean declared) {
		Map<String, Change> changes = Change.between(before, after);
		if (changes.isEmpty() && !secret) {
			return Optional.empty();
		}
		Action action = Action.of(before.isEmpty(), after.isEmpty(), declared, changes);
		return Optional.of(new Step(action, kind, name, changes, secret));
	}

	/**
	 * By the names that the API shows it under.
	 */
	Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("action", this.action.name().toLowerCase(Locale.ROOT));
		fields.put("kind", this.kind);
		fields.put("name", this.name);
		if (this.action != Action.CREATE && this.action != Action.DELETE) {
			fields.put("changes", this.changes);
		}
		fields.put("text", toString());
		return fields;
	}

	/**
	 * One line, for people.
	 */
	@Override
	public String toString() {
		String subject = this.action.sign + " " + this.kind + " " + this.name;
		return switch (this.action) {
			case CREATE -> subject;
			case UPDATE -> subject + ": " + Stream
				.concat(this.changes.entrySet().stream().map((change) -> text(change.getKey(), change.getValue())),
						this.secret ? Stream.of("client_secret changed") : Stream.of())
				.collect(Collectors.joining(", "));
			case DISABLE -> subject + ": disabled, since the document no longer names it";
			case RELEASE -> subject + ": left to the API, since the document no longer names it";
			case RESET ->
				subject + ": " + text("value", value()) + ", its default again, since the document no longer names it";
			case DELETE -> subject + ": deleted, since the document does not name it";
		};
	}

	private Change value() {
		return Objects.requireNonNullElse(this.changes.get("value"), new Change(null, null));
	}

	private static String text(String field, Change change) {
		return (change.before() instanceof Collection || change.after() instanceof Collection || field.equals("scope"))
				? field + " " + entries(list(change.before()), list(change.after()))
				: field + " " + shown(change.before()) + " → " + shown(change.after());
	}

	private static String entries(List<?> before, List<?> after) {
		List<String> texts = new ArrayList<>();
		after.stream().filter((each) -> !before.contains(each)).forEach((each) -> texts.add("+" + cut(each)));
		before.stream().filter((each) -> !after.contains(each)).forEach((each) -> texts.add("-" + cut(each)));
		return texts.isEmpty() ? "in another order" : String.join(" ", texts);
	}

	private static List<?> list(@Nullable Object value) {
		if (value instanceof Collection<?> entries) {
			return List.copyOf(entries);
		}
		return (value instanceof String text && !text.isEmpty()) ? List.of(text.split(" ")) : List.of();
	}

	private static String shown(@Nullable Object value) {
		if (value == null) {
			return "nothing";
		}
		return (value instanceof String) ? "\"" + cut(value) + "\"" : cut(value);
	}

	private static String cut(Object value) {
		String text = Objects.toString(value);
		return (text.length() > MAX_SHOWN) ? text.substring(0, MAX_SHOWN) + "…" : text;
	}

	/**
	 * What is done to a thing.
	 */
	public enum Action {

		CREATE("+"), UPDATE("~"), DISABLE("-"), RELEASE("-"), RESET("-"), DELETE("-");

		private final String sign;

		Action(String sign) {
			this.sign = sign;
		}

		private static Action of(boolean created, boolean deleted, boolean declared, Map<String, Change> changes) {
			if (created || deleted) {
				return created ? CREATE : DELETE;
			}
			if (declared) {
				return UPDATE;
			}
			Change manager = changes.get("managed_by");
			if (manager != null && Settings.ENVIRONMENT.equals(manager.after())) {
				return RESET;
			}
			return changes.containsKey("enabled") ? DISABLE : RELEASE;
		}

	}

}
