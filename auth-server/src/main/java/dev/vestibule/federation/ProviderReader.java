package dev.vestibule.federation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.vestibule.web.Loopback;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Reads once what a provider is to be, collecting everything that is wrong with it.
 */
final class ProviderReader {

	private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");

	private static final Pattern DOMAIN = Pattern
		.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

	private static final Pattern VISIBLE = Pattern.compile("[\\x20-\\x7E]{1,2048}");

	// Nothing invisible, and nothing that turns the direction of the text around it.
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

	private static final int MAX_DOMAINS = 50;

	private static final int MAX_SECRET = 4096;

	private final Map<String, ? extends @Nullable Object> fields;

	private final Map<String, Preset> presets;

	private final Set<String> known = new TreeSet<>();

	private final Map<String, String> flaws = new LinkedHashMap<>();

	ProviderReader(Map<String, ? extends @Nullable Object> fields, Map<String, Preset> presets) {
		this.fields = fields;
		this.presets = presets;
	}

	/**
	 * Reads it.
	 * @param before what it was, from which the secret is taken if none is given
	 * @throws InvalidProviderException if it cannot be registered like this
	 */
	ProviderRegistration read(@Nullable ProviderRegistration before) {
		String id = matching("id", ID, "", "must be 1 to 32 of the letters a to z, digits and -, with no - at an end");
		if (id.equals("new")) {
			reject("id", "is a word that the console needs for its own addresses");
		}
		Preset preset = preset(id);
		ProviderRegistration read = new ProviderRegistration(id, preset.id(), name(), flag("enabled"), position(preset),
				matching("client_id", VISIBLE, "", "must be 1 to 255 printable ASCII characters"),
				secret(preset, before), trust(preset), domains(), settings(preset));
		this.fields.keySet()
			.stream()
			.filter((field) -> !this.known.contains(field))
			.forEach((field) -> reject(field,
					"is not known for \"" + preset.name() + "\"; known are " + String.join(", ", this.known)));
		if (before != null && this.fields.get("client_secret") == null && !read.sendsSecretAs(before)) {
			reject("client_secret", "has to be given again, since it would be sent elsewhere than before");
		}
		if (!this.flaws.isEmpty()) {
			throw new InvalidProviderException(this.flaws);
		}
		return read;
	}

	private Preset preset(String id) {
		String preset = text("preset");
		Preset found = this.presets.get((preset != null) ? preset : id);
		if (found == null) {
			reject("preset", "must be one of " + String.join(", ", new TreeSet<>(this.presets.keySet())));
			throw new InvalidProviderException(this.flaws);
		}
		return found;
	}

	private @Nullable String name() {
		String name = text("name");
		if (name == null) {
			return null;
		}
		if (name.isBlank() || name.codePointCount(0, name.length()) > 50) {
			reject("name", "must be 1 to 50 characters");
		}
		if (INVISIBLE.matcher(name).find()) {
			reject("name", "has an invisible character");
		}
		return name;
	}

	private int position(Preset preset) {
		Object position = value("position");
		if (position == null) {
			return preset.position();
		}
		if (position instanceof Integer number && number >= 0 && number <= 1000) {
			return number;
		}
		reject("position", "must be a number from 0 to 1000");
		return 0;
	}

	private String secret(Preset preset, @Nullable ProviderRegistration before) {
		String secret = text("client_secret");
		if (secret == null && before != null) {
			return before.clientSecret();
		}
		if (secret == null || secret.isBlank()) {
			reject("client_secret", "is missing");
			return "";
		}
		String flaw = (secret.length() > MAX_SECRET) ? "is too long" : preset.flawOfSecret(secret);
		if (flaw != null) {
			reject("client_secret", flaw);
		}
		return secret;
	}

	private Trust trust(Preset preset) {
		String trust = text("trust");
		if (trust == null) {
			return preset.trusts().get(0);
		}
		return preset.trusts().stream().filter((each) -> each.label().equals(trust)).findFirst().orElseGet(() -> {
			reject("trust", "must be one of " + String.join(", ", preset.trusts().stream().map(Trust::label).toList()));
			return Trust.NEVER;
		});
	}

	private List<String> domains() {
		Object value = value("domains");
		if (value == null) {
			return List.of();
		}
		if (!(value instanceof List<?> list) || list.size() > MAX_DOMAINS) {
			reject("domains", "must be a list of at most " + MAX_DOMAINS + " strings");
			return List.of();
		}
		List<String> domains = new ArrayList<>();
		for (int i = 0; i < list.size(); i++) {
			String domain = (list.get(i) instanceof String text) ? text.toLowerCase(Locale.ROOT) : "";
			if (!DOMAIN.matcher(domain).matches()) {
				reject("domains[" + i + "]", "must be a domain such as example.com");
			}
			domains.add(domain);
		}
		return domains.stream().distinct().toList();
	}

	private Map<String, String> settings(Preset preset) {
		Map<String, String> settings = new TreeMap<>();
		preset.defaults().forEach((setting, fallback) -> {
			String value = text(setting);
			if (value == null) {
				if (preset.required().contains(setting)) {
					reject(setting, "is missing");
				}
				return;
			}
			String flaw = flaw(preset, setting, value);
			if (flaw != null) {
				reject(setting, flaw);
			}
			if (!value.equals(fallback)) {
				settings.put(setting, value);
			}
		});
		return settings;
	}

	private static @Nullable String flaw(Preset preset, String setting, String value) {
		if (value.isEmpty() && !preset.required().contains(setting)) {
			return null;
		}
		if (!VISIBLE.matcher(value).matches()) {
			return "must be 1 to 2048 printable ASCII characters";
		}
		if (setting.endsWith("_uri") && !isAddress(value)) {
			return "must begin with https:// (http:// only on localhost)";
		}
		return preset.flawOf(setting, value);
	}

	private static boolean isAddress(String value) {
		try {
			UriComponents uri = UriComponentsBuilder.fromUriString(value).build(true);
			String host = uri.getHost();
			boolean tls = "https".equals(uri.getScheme());
			return host != null && !host.isEmpty() && uri.getUserInfo() == null && uri.getFragment() == null
					&& uri.toUri().getHost() != null
					&& (tls || ("http".equals(uri.getScheme()) && Loopback.isHost(host)));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return false;
		}
	}

	private @Nullable Object value(String field) {
		this.known.add(field);
		return this.fields.get(field);
	}

	private @Nullable String text(String field) {
		Object value = value(field);
		if (value == null || value instanceof String) {
			return (String) value;
		}
		reject(field, "must be a string");
		return null;
	}

	private String matching(String field, Pattern pattern, String fallback, String message) {
		String value = text(field);
		if (value == null) {
			reject(field, "is missing");
			return fallback;
		}
		if (!pattern.matcher(value).matches() || value.length() > 255) {
			reject(field, message);
		}
		return value;
	}

	private boolean flag(String field) {
		Object value = value(field);
		if (value != null && !(value instanceof Boolean)) {
			reject(field, "must be true or false");
		}
		return !Boolean.FALSE.equals(value);
	}

	private void reject(String field, String message) {
		this.flaws.putIfAbsent(field, message);
	}

}
