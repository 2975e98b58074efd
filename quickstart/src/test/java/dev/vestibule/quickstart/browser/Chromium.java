package dev.vestibule.quickstart.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

/**
 * The Chromium that the machine has, running; none is ever downloaded.
 */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

	static final double PATIENCE_MILLIS = 20_000;

	private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable");

	private static final List<Path> PLACES = List.of(Path.of("/usr/bin"), Path.of("/snap/bin"),
			Path.of("/opt/google/chrome"), Path.of("/Applications/Google Chrome.app/Contents/MacOS"),
			Path.of("/Applications/Chromium.app/Contents/MacOS"),
			Path.of("C:/Program Files/Google/Chrome/Application"));

	private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	static Optional<Path> find() {
		Stream<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(Path::of);
		return Stream.concat(path, PLACES.stream()).flatMap(Chromium::programs).filter(Files::isExecutable).findFirst();
	}

	static Chromium start() {
		Playwright playwright = Playwright
			.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
		PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
		return new Chromium(playwright, playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(find().orElseThrow()).setArgs(ARGUMENTS)));
	}

	@Override
	public void close() {
		this.playwright.close();
	}

	private static Stream<Path> programs(Path folder) {
		return Stream.concat(NAMES.stream(), Stream.of("Google Chrome", "Chromium", "chrome.exe")).map(folder::resolve);
	}

}
