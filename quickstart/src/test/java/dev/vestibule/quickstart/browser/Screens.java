package dev.vestibule.quickstart.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps a picture of each page as it is on a phone and on a desktop, by day and by night,
 * in {@code target/screens}, and collects what hinders people with disabilities.
 */
final class Screens {

	private static final Path FOLDER = Path.of("target", "screens");

	private static final Set<String> GRAVE = Set.of("serious", "critical");

	private static final List<String> COLORS = List.of("color-contrast");

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
					check(rules(page).withRules(COLORS), name + ", dark");
				}
			}
			if ((boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth")) {
				this.barriers.add(name + ", " + this.language + ", " + lower(size) + ": scrolls sideways");
			}
		}
		if (checked) {
			// Colours, which take axe-core longest, are the same in every language.
			check(this.language.equals("en") ? rules(page) : rules(page).disableRules(COLORS),
					name + ", " + this.language);
		}
	}

	/**
	 * Fails if a page had a serious barrier (axe-core's rules, WCAG among them).
	 */
	void assertNoBarriers() {
		assertThat(this.barriers).isEmpty();
	}

	// Other than in its legacy mode, axe-core opens a page of its own each time, for
	// frames
	// of other origins; no page here has one.
	private static AxeBuilder rules(Page page) {
		AxeRunOptions options = new AxeRunOptions();
		options.setResultTypes(List.of("violations"));
		return new AxeBuilder(page).options(options).setLegacyMode(true);
	}

	private void check(AxeBuilder rules, String where) {
		for (Rule violation : rules.analyze().getViolations()) {
			if (GRAVE.contains(violation.getImpact())) {
				violation.getNodes()
					.forEach((node) -> this.barriers.add(where + ": " + violation.getHelp() + ": " + node.getHtml()
							+ " " + node.getFailureSummary()));
			}
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
