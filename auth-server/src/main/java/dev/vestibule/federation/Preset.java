package dev.vestibule.federation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A kind of provider: what it is called, and what its settings are unless a registration
 * says otherwise. A setting may be written with others in it, in braces.
 */
abstract class Preset {

	private final String id;

	private final String name;

	private final String mark;

	private final Map<String, String> defaults = new LinkedHashMap<>();

	private final Set<String> required = new LinkedHashSet<>();

	private final Map<String, Rule> rules = new HashMap<>();

	private int position = 5;

	private final List<Trust> trusts = new ArrayList<>(List.of(Trust.NEVER));

	/**
	 * Creates a preset.
	 * @param name what people call such a provider
	 */
	Preset(String id, String name) {
		this.id = id;
		this.name = name;
		this.mark = (Preset.class.getResource("/static/img/provider-" + id + ".svg") != null) ? id : "other";
	}

	final String id() {
		return this.id;
	}

	final String name() {
		return this.name;
	}

	/** The picture beside the name, if there is one of its own. */
	final String mark() {
		return this.mark;
	}

	/**
	 * Has a setting that is this unless it is set.
	 */
	final void set(String setting, String value) {
		this.defaults.put(setting, value);
		this.required.remove(setting);
	}

	/**
	 * Has settings that may be absent.
	 */
	final void takes(String... settings) {
		for (String setting : settings) {
			this.defaults.put(setting, "");
		}
	}

	/**
	 * Has settings that nobody but the administrator knows.
	 */
	final void requires(String... settings) {
		takes(settings);
		this.required.addAll(List.of(settings));
	}

	/**
	 * A setting has to look like this.
	 * @param message as the rest of a sentence that begins with its name
	 */
	final void rule(String setting, String pattern, String message) {
		this.rules.put(setting, new Rule(Pattern.compile(pattern), message));
	}

	/**
	 * The administrator may trust its word on addresses like this.
	 * @param byDefault whether this is what holds when nothing is said
	 */
	final void mayBeTrusted(Trust trust, boolean byDefault) {
		this.trusts.add(byDefault ? 0 : this.trusts.size(), trust);
	}

	/**
	 * Stands there on the login page unless a registration says otherwise; what is said
	 * of no preset, an organisation's own provider, comes first.
	 */
	final void standsAt(int position) {
		this.position = position;
	}

	final int position() {
		return this.position;
	}

	/** The settings by name, with an empty one where there is no default. */
	final Map<String, String> defaults() {
		return Collections.unmodifiableMap(this.defaults);
	}

	final Set<String> required() {
		return Collections.unmodifiableSet(this.required);
	}

	/** What can be chosen; the first is the default. */
	final List<Trust> trusts() {
		return Collections.unmodifiableList(this.trusts);
	}

	/**
	 * What is wrong with a setting, as the rest of a sentence that begins with its name.
	 */
	@Nullable String flawOf(String setting, String value) {
		Rule rule = this.rules.get(setting);
		return (rule != null && !rule.pattern().matcher(value).matches()) ? rule.message() : null;
	}

	/**
	 * What is wrong with the secret.
	 */
	@Nullable String flawOfSecret(String secret) {
		return secret.chars().allMatch((c) -> c >= 0x20 && c < 0x7F) ? null : "must be printable ASCII on one line";
	}

	abstract Provider create(ProviderSettings settings, ProviderHttp http);

	private record Rule(Pattern pattern, String message) {

	}

}
