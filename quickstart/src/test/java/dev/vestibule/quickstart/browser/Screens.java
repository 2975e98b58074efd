package dev.vestibule.quickstart.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps a picture of each page as it is on a phone and on a desktop, by day and by night,
 * in {@code target/screens}, and collects what hinders people with disabilities.
 */
final class Screens {

	private static final Path FOLDER = Path.of("target", "screens");

	private static final String AXE = axe();

	/** What is serious, for each part of the page that it is about. */
	private static final String BARRIERS = """
			options => axe.run({ ...options, resultTypes: ['violations'], preload: false }).then(found => found.violations
			    .filter(violation => ['serious', 'critical'].includes(violation.impact))
			    .flatMap(violation => violation.nodes.map(node =>
			        violation.help + ': ' + node.html + ' ' + node.failureSummary)))
			""";

	private static final String COLORS = "color-contrast";

	private final List<String> barriers = new ArrayList<>();

	private final String language;

	Screens(String language) {
		this.language = language;
	}

	void take(Visitor visitor, String name) {
		keep(visitor, name, true);
	}

	/**
	 * Only the pictures: axe-core would wait for ever for a frame that runs no script.
	 */
	void takeUnchecked(Visitor visitor, String name) {
		keep(visitor, name, false);
	}

	private void keep(Visitor visitor, String name, boolean checked) {
		Page page = visitor.page();
		for (Size size : Size.values()) {
			page.setViewportSize(size.width, size.height);
			for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
				page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
				visitor.screenshot(
						FOLDER.resolve(String.join("-", name, this.language, lower(size), lower(scheme)) + ".png"));
				// All but the colours is the same by night.
				if (checked && size == Size.DESKTOP && scheme == ColorScheme.DARK && this.language.equals("en")) {
					check(page, Map.of("runOnly", List.of(COLORS)), name + ", dark");
				}
			}
			if ((boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth")) {
				this.barriers.add(name + ", " + this.language + ", " + lower(size) + ": scrolls sideways");
			}
		}
		if (checked) {
			// Colours, which take axe-core longest, are the same in every language.
			check(page, Map.of("rules", Map.of(COLORS, Map.of("enabled", this.language.equals("en")))),
					name + ", " + this.language);
		}
	}

	/**
	 * Fails if a page had a serious barrier (axe-core's rules, WCAG among them).
	 */
	void assertNoBarriers() {
		assertThat(this.barriers).isEmpty();
	}

	private void check(Page page, Map<String, Object> options, String where) {
		if (!(boolean) page.evaluate("'axe' in window")) {
			page.evaluate(AXE);
		}
		List<?> found = (List<?>) page.evaluate(BARRIERS, options);
		found.forEach((barrier) -> this.barriers.add(where + ": " + barrier));
	}

	private static String axe() {
		try (InputStream script = Screens.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private enum Size {

		PHONE(390, 844), DESKTOP(1280, 900);

		private final int width;

		private final int height;

		Size(int width, int height) {
			this.width = width;
			this.height = height;
		}

	}

}
