package dev.vestibule.setting;

import org.jspecify.annotations.Nullable;

/**
 * A setting that was made.
 *
 * @param value in JSON's types
 * @param document the name of the configuration document that has made it; null if the
 * API has
 */
record Setting(Object value, @Nullable String document) {

	String managedBy() {
		return (this.document != null) ? "configuration" : "api";
	}

}
