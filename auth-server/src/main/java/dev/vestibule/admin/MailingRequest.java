package dev.vestibule.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.vestibule.client.InvalidField;
import dev.vestibule.mailing.NewMailing;
import dev.vestibule.mailing.NewMailing.Content;
import dev.vestibule.mailing.NewMailing.Recipients;
import dev.vestibule.mailing.Placeholders;

import org.springframework.http.HttpStatus;

/**
 * Reads what a mailing is asked for with:
 * <code>{"to": {…}, "contents": {"en": {"subject": …, "text": …}}}</code>. What is not
 * known is refused, so that a misspelt condition does not mean everybody.
 */
final class MailingRequest {

	private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");

	private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private static final int MAX_SUBJECT = 200;

	private static final int MAX_TEXT = 20_000;

	private static final String TO = "to";

	private static final String CONTENTS = "contents";

	private final List<InvalidField> errors = new ArrayList<>();

	private MailingRequest() {
	}

	static NewMailing read(Map<String, @Nullable Object> fields) {
		return new MailingRequest().mailing(fields);
	}

	private NewMailing mailing(Map<String, @Nullable Object> fields) {
		known("", fields, Set.of(TO, CONTENTS));
		Recipients recipients = recipients(object(TO, fields.get(TO)));
		Map<String, Content> contents = contents(object(CONTENTS, fields.get(CONTENTS)));
		if (!this.errors.isEmpty()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "The mailing cannot be sent like this.", this.errors);
		}
		return new NewMailing(contents, recipients);
	}

	/**
	 * Everybody has to be asked for by name.
	 */
	private Recipients recipients(Map<?, ?> to) {
		known(TO + ".", to, Set.of("account", "all", "locale", "created_after", "created_before"));
		boolean all = Boolean.TRUE.equals(to.get("all"));
		if (to.isEmpty() || to.containsKey("all") && (!all || to.size() > 1)) {
			this.errors
				.add(new InvalidField(TO, "must be {\"all\": true}, or have an account or at least one condition"));
		}
		if (to.containsKey("account") && to.size() > 1) {
			this.errors.add(new InvalidField(TO, "has an account, or conditions, not both"));
		}
		String account = text(TO + ".account", to.get("account"), ID, "must be an account's id");
		String locale = text(TO + ".locale", to.get("locale"), LANGUAGE, "must be a language tag");
		return new Recipients((account != null) ? UUID.fromString(account) : null, locale,
				time(TO + ".created_after", to.get("created_after")),
				time(TO + ".created_before", to.get("created_before")));
	}

	private Map<String, Content> contents(Map<?, ?> languages) {
		Map<String, Content> contents = new LinkedHashMap<>();
		if (languages.isEmpty()) {
			this.errors.add(new InvalidField(CONTENTS, "must have a subject and a text by language"));
		}
		languages.forEach((language, value) -> {
			String name = CONTENTS + "." + language;
			if (!LANGUAGE.matcher(String.valueOf(language)).matches()) {
				this.errors.add(new InvalidField(CONTENTS, "has something other than language tags in it"));
				return;
			}
			Map<?, ?> content = object(name, value);
			known(name + ".", content, Set.of("subject", "text"));
			contents.put(String.valueOf(language),
					new Content(words(name + ".subject", content.get("subject"), MAX_SUBJECT),
							words(name + ".text", content.get("text"), MAX_TEXT)));
		});
		return contents;
	}

	private String words(String field, @Nullable Object value, int max) {
		if (!(value instanceof String text) || text.isBlank() || text.length() > max || text.indexOf('\0') >= 0) {
			this.errors.add(new InvalidField(field, "must be a text of 1 to " + max + " characters"));
			return "";
		}
		Placeholders.unknown(text)
			.ifPresent((name) -> this.errors
				.add(new InvalidField(field, "has an unknown placeholder; known are {name} and {email}")));
		return text;
	}

	private @Nullable String text(String field, @Nullable Object value, Pattern form, String message) {
		if (value == null) {
			return null;
		}
		if (value instanceof String text && form.matcher(text).matches()) {
			return text;
		}
		this.errors.add(new InvalidField(field, message));
		return null;
	}

	private @Nullable Instant time(String field, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		if (value instanceof Integer seconds && seconds >= 0) {
			return Instant.ofEpochSecond(seconds);
		}
		this.errors.add(new InvalidField(field, "must be seconds since 1970"));
		return null;
	}

	private Map<?, ?> object(String field, @Nullable Object value) {
		if (value instanceof Map<?, ?> object) {
			return object;
		}
		this.errors.add(new InvalidField(field, "must be an object"));
		return Map.of();
	}

	private void known(String prefix, Map<?, ?> object, Set<String> names) {
		object.keySet()
			.stream()
			.map(String::valueOf)
			.filter((name) -> !names.contains(name))
			.findFirst()
			.ifPresent((name) -> this.errors
				.add(new InvalidField((prefix.isEmpty() ? TO : prefix.substring(0, prefix.length() - 1)),
						"there is a field that is not known")));
	}

}
