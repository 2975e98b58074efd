package dev.vestibule.web;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ColorTests {

	private static final Pattern VARIABLE = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

	@Test
	void contrastThenAsWcagHasIt() {
		assertThat(Color.WHITE.contrast(Color.BLACK)).isEqualTo(21, within(0.001));
		assertThat(Color.of("#767676").contrast(Color.WHITE)).isEqualTo(4.54, within(0.005));
		assertThat(Color.of("#ff0000").contrast(Color.WHITE)).isEqualTo(3.998, within(0.005));
	}

	@ParameterizedTest
	@ValueSource(strings = { "red", "#fff", "1a5fb4", "#1a5fbg", "", "#1a5fb4;}" })
	void flawWhenNoColorThenSaid(String text) {
		assertThat(Color.flaw(text)).startsWith("must be a colour such as");
	}

	@Test
	void flawWhenTooPaleThenSaidHowMuch() {
		assertThat(Color.flaw("#ffee00")).contains("too pale", "\"1.2\"", "3");
		assertThat(Color.flaw("#1A5FB4")).isNull();
		assertThat(Color.flaw("#000000")).isNull();
	}

	static Stream<Color> colors() {
		return IntStream.range(0, 125)
			.mapToObj((each) -> new Color(each % 5 * 255 / 4, each / 5 % 5 * 255 / 4, each / 25 * 255 / 4));
	}

	/**
	 * Of any colour, the pale ones included that nobody may register.
	 */
	@ParameterizedTest
	@MethodSource("colors")
	void stylesheetThenEverythingCanBeReadInBothSchemes(Color color) {
		String[] schemes = LookController.css(color.toString().substring(1)).split("@media");
		assertReadable(variables(schemes[0]), Color.WHITE, Color.of("#f6f7f9"));
		assertReadable(variables(schemes[1]), Color.of("#16181d"), Color.of("#0d0e11"));
	}

	private static void assertReadable(Map<String, Color> variables, Color card, Color page) {
		Color button = variables.get("primary");
		assertThat(button.contrast(card)).isGreaterThanOrEqualTo(3);
		assertThat(variables.get("on-primary").contrast(button)).isGreaterThanOrEqualTo(4.5);
		assertThat(variables.get("on-primary").contrast(variables.get("primary-hover"))).isGreaterThanOrEqualTo(4.5);
		assertThat(variables.get("link").contrast(card)).isGreaterThanOrEqualTo(4.5);
		assertThat(variables.get("link").contrast(page)).isGreaterThanOrEqualTo(4.5);
	}

	private static Map<String, Color> variables(String css) {
		Map<String, Color> variables = new HashMap<>();
		VARIABLE.matcher(css).results().forEach((each) -> variables.put(each.group(1), Color.of(each.group(2))));
		return variables;
	}

}
