package dev.vestibule.federation;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * All that is known about one provider before it is asked anything.
 *
 * @param redirectUri where it sends people back to; no other provider's
 */
record ProviderSettings(ProviderRegistration registration, Preset preset, String redirectUri) {

	private static final Pattern REFERENCE = Pattern.compile("\\{([a-z_]+)}");

	String id() {
		return this.registration.id();
	}

	/**
	 * What people call it.
	 */
	String name() {
		String name = this.registration.name();
		return (name != null) ? name : this.preset.name();
	}

	String clientId() {
		return this.registration.clientId();
	}

	String clientSecret() {
		return this.registration.clientSecret();
	}

	/**
	 * A setting; empty if it has none.
	 */
	String get(String setting) {
		Map<String, String> own = this.registration.settings();
		String value = own.containsKey(setting) ? own.get(setting) : this.preset.defaults().get(setting);
		if (!StringUtils.hasText(value)) {
			return "";
		}
		return REFERENCE.matcher(value).replaceAll((reference) -> Matcher.quoteReplacement(get(reference.group(1))));
	}

	Optional<String> find(String setting) {
		return Optional.of(get(setting)).filter(StringUtils::hasText);
	}

}
