package dev.vestibule.federation;

import java.util.Locale;

/**
 * When a provider's word on an address is as good as a proof of our own.
 */
public enum Trust {

	/** The address is always proved by our own mail. */
	NEVER,
	/** Where the provider says that it has verified it, and is the one who can. */
	AUTHORITATIVE,
	/** Unless the provider itself says that it has not verified it. */
	ALWAYS;

	/** As settings, the API and the database write it. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Trust of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
