package dev.vestibule.console;

import java.time.Duration;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

/**
 * How long a secret that is replaced still counts, in seconds: what forms offer, and what
 * was chosen.
 */
final class Overlap {

	static final String FIELD = "previous_secret_expires_in";

	private Overlap() {
	}

	/**
	 * What there is to choose from; the first is what the page suggests.
	 */
	static List<Long> choices(Duration longest) {
		return List.of(Duration.ofDays(1).toSeconds(), Duration.ofDays(7).toSeconds(), longest.toSeconds(), 0L);
	}

	static Object read(HttpServletRequest request) {
		return ConsoleForm.number(ConsoleForm.text(request, FIELD));
	}

}
