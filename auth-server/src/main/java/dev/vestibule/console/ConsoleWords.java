package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidField;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The API's refusals for people: the same sentences, in their language. A sentence is
 * found in the bundle by its own words, and a language that lacks it shows it as it is.
 */
@Component
class ConsoleWords {

	private static final Pattern ENTRY = Pattern.compile("([a-z_]+)(?:\\[(\\d+)](\\.)?)?.*");

	// What stands in quotation marks, and a list at the end.
	private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(?<=; known are |must be one of )(.+)");

	private final MessageSource messages;

	ConsoleWords(MessageSource messages) {
		this.messages = messages;
	}

	/**
	 * What is wrong with each field, by its name, or with a row of one, as in
	 * {@code scopes-0}.
	 * @param values what was typed
	 */
	Map<String, List<String>> of(List<InvalidField> errors, Map<String, Object> values, Locale locale) {
		Map<String, List<String>> words = new LinkedHashMap<>();
		for (InvalidField error : errors) {
			Matcher field = ENTRY.matcher(error.field());
			if (field.matches()) {
				String name = field.group(1);
				String subject = subject(name, field.group(2), values, locale);
				words
					.computeIfAbsent((field.group(3) != null) ? name + "-" + field.group(2) : name,
							(unknown) -> new ArrayList<>())
					.add(this.messages.getMessage("console.refusal",
							new Object[] { subject, of(error.detail(), locale) }, locale));
			}
		}
		return words;
	}

	/**
	 * Why something was not done.
	 */
	String of(ProblemException refusal, Locale locale) {
		return of(String.valueOf(refusal.problem().detail()), locale);
	}

	/**
	 * Answers with a page that says why something was not done.
	 */
	ModelAndView refuse(ModelAndView page, ProblemException refusal, Locale locale) {
		page.addObject("refusal", of(refusal, locale)).setStatus(refusal.problem().status());
		return page;
	}

	/**
	 * A sentence, or the rest of one.
	 */
	String of(String detail, Locale locale) {
		Object[] arguments = ARGUMENT.matcher(detail)
			.results()
			.map((match) -> (match.group(1) != null) ? match.group(1) : match.group(2))
			.toArray();
		String words = this.messages.getMessage("refusal." + key(detail), arguments, null, locale);
		return (words != null) ? words : detail;
	}

	static String key(String detail) {
		return ARGUMENT.matcher(detail)
			.replaceAll("")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-|-$", "");
	}

	// An entry of a list is called by what it says.
	private String subject(String name, @Nullable String index, Map<String, Object> values, Locale locale) {
		if (index != null && values.get(name) instanceof List<?> entries && Integer.parseInt(index) < entries.size()) {
			Object entry = entries.get(Integer.parseInt(index));
			String called = String.valueOf((entry instanceof Map<?, ?> row) ? row.get("name") : entry);
			if (!called.isEmpty()) {
				return called;
			}
		}
		String label = this.messages.getMessage("console.field." + name, null, null, locale);
		return (label != null) ? label : name;
	}

}
