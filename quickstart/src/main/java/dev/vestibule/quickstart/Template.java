package dev.vestibule.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A settings file with values to fill in. What holds a value becomes one quoted YAML
 * scalar, so that no value can be more than text.
 */
final class Template {

	private static final Pattern LINE = Pattern.compile("(?m)(: |- )(\\S*\\{\\{\\w+}}\\S*)$");

	private static final Pattern VALUE = Pattern.compile("\\{\\{(\\w+)}}");

	private Template() {
	}

	static String fill(String name, Map<String, String> values) throws IOException {
		try (InputStream in = Objects.requireNonNull(Template.class.getResourceAsStream(name), name)) {
			String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return LINE.matcher(template)
				.replaceAll((line) -> Matcher.quoteReplacement(line.group(1) + quoted(line.group(2), values)));
		}
	}

	private static String quoted(String text, Map<String, String> values) {
		String filled = VALUE.matcher(text)
			.replaceAll((value) -> Matcher
				.quoteReplacement(Objects.requireNonNull(values.get(value.group(1)), value.group(1))));
		return "'" + filled.replace("'", "''") + "'";
	}

}
