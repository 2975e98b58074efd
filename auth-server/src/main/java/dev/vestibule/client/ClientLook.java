package dev.vestibule.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the people of a client see of it while they sign in to it (RFC 7591, section 2);
 * each may be missing.
 *
 * @param logoUri the picture itself, so that nobody's browser is sent elsewhere
 * @param brandColor of buttons, such as {@code #1a5fb4}
 * @param tosUri its terms of service
 * @param policyUri its privacy policy
 */
public record ClientLook(@Nullable String logoUri, @Nullable String brandColor, @Nullable String tosUri,
		@Nullable String policyUri) {

	static final int MAX_LOGO = 8_000;

	void addTo(Map<String, Object> fields) {
		put(fields, "logo_uri", this.logoUri);
		put(fields, "brand_color", this.brandColor);
		put(fields, "tos_uri", this.tosUri);
		put(fields, "policy_uri", this.policyUri);
	}

	private static void put(Map<String, Object> fields, String name, @Nullable String value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

}
