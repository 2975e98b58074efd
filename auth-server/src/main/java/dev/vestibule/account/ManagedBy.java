package dev.vestibule.account;

import java.util.Locale;

/**
 * Who decides what a role or a group is: a configuration document, or the API.
 */
public enum ManagedBy {

	CONFIGURATION, API;

	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static ManagedBy of(String label) {
		return valueOf(label.toUpperCase(Locale.ROOT));
	}

}
