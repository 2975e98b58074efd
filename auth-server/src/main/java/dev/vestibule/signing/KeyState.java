package dev.vestibule.signing;

import java.util.Locale;

/**
 * What becomes of a signing key: published, then used, then published until nothing that
 * it signed counts any more.
 */
public enum KeyState {

	NEXT, ACTIVE, RETIRED;

	/**
	 * As it is stored and shown.
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static KeyState of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
