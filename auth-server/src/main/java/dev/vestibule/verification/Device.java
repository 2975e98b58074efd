package dev.vestibule.verification;

import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Sums up a {@code User-Agent} header in words of our own, so that nothing of what a
 * stranger sends gets into a mail or a page.
 */
public final class Device {

	// The order matters: most browsers also name those that they descend from.
	private static final String[][] BROWSERS = { { "Edg", "Edge" }, { "OPR/", "Opera" },
			{ "SamsungBrowser/", "Samsung Internet" }, { "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" },
			{ "CriOS/", "Chrome" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" } };

	private static final String[][] SYSTEMS = { { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" },
			{ "Windows", "Windows" }, { "CrOS", "ChromeOS" }, { "Mac OS X", "macOS" }, { "Linux", "Linux" } };

	private Device() {
	}

	/**
	 * Such as {@code Firefox on Linux}, or null if nothing is recognised.
	 */
	public static @Nullable String of(@Nullable String userAgent) {
		if (userAgent == null) {
			return null;
		}
		Optional<String> browser = first(BROWSERS, userAgent);
		Optional<String> system = first(SYSTEMS, userAgent);
		if (browser.isPresent() && system.isPresent()) {
			return browser.get() + " on " + system.get();
		}
		return browser.or(() -> system).orElse(null);
	}

	private static Optional<String> first(String[][] names, String userAgent) {
		return Stream.of(names).filter((name) -> userAgent.contains(name[0])).map((name) -> name[1]).findFirst();
	}

}
