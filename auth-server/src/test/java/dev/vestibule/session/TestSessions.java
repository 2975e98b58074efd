package dev.vestibule.session;

import org.jspecify.annotations.Nullable;

/**
 * What sessions keep, for tests that look at it.
 */
public final class TestSessions {

	private TestSessions() {
	}

	public static String write(Object attribute) {
		return SessionAttributes.write(attribute);
	}

	public static @Nullable Object read(String attribute) {
		return SessionAttributes.read(attribute);
	}

}
