package dev.vestibule.admin;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.InvalidField;
import dev.vestibule.federation.PresetDescription;
import dev.vestibule.federation.ProviderRegistration.Stored;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.federation.Providers;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with providers, by the API or by the console. A secret goes in
 * and never comes out.
 */
@Component
public class ProviderAdministration {

	private static final ShownOnly SHOWN_ONLY = ShownOnly.of("id", "redirect_uri", "managed_by", "created_at");

	private final ProviderRegistrations registrations;

	private final Providers providers;

	ProviderAdministration(ProviderRegistrations registrations, Providers providers) {
		this.registrations = registrations;
		this.providers = providers;
	}

	public List<Map<String, @Nullable Object>> list() {
		return this.registrations.list().stream().map(this::describe).toList();
	}

	public Map<String, @Nullable Object> find(String id) {
		return describe(this.registrations.find(id).orElseThrow(ProviderAdministration::unknown));
	}

	/**
	 * The kinds of providers that there can be.
	 */
	public List<PresetDescription> presets() {
		return this.registrations.presets();
	}

	/**
	 * Where a provider of this id sends people back to, which is registered there.
	 */
	public String redirectUri(String id) {
		return this.providers.redirectUri(id);
	}

	/**
	 * Asks a provider whether people could sign in.
	 * @return what is wrong; null if nothing is
	 */
	public @Nullable String check(String id) {
		return this.providers
			.check(this.registrations.find(id).orElseThrow(ProviderAdministration::unknown).registration());
	}

	@Transactional
	public Map<String, @Nullable Object> register(Map<String, @Nullable Object> fields, Asking who) {
		return describe(this.registrations.register(fields, who.name())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a provider with this id.",
					List.of(new InvalidField("id", "is taken")))));
	}

	/**
	 * Makes a provider what the fields say; the secret stays unless it is given.
	 */
	@Transactional
	public Map<String, @Nullable Object> replace(String id, Map<String, @Nullable Object> fields, IfMatch meant,
			Asking who) {
		return replace(meant(id, meant), fields, who);
	}

	/**
	 * Changes what the patch names. A provider of the settings can be switched on and
	 * off.
	 */
	@Transactional
	public Map<String, @Nullable Object> change(String id, Map<String, @Nullable Object> patch, IfMatch meant,
			Asking who) {
		Stored before = meant(id, meant);
		if (patch.keySet().equals(Set.of("enabled")) && patch.get("enabled") instanceof Boolean enabled) {
			return describe(
					this.registrations.enable(id, enabled, who.name()).orElseThrow(ProviderAdministration::unknown));
		}
		Map<String, @Nullable Object> fields = new HashMap<>(before.registration().fields());
		fields.putAll(patch);
		return replace(before, fields, who);
	}

	@Transactional
	public void delete(String id, IfMatch meant, Asking who) {
		meant(id, meant);
		switch (this.registrations.delete(id, who.name())) {
			case DELETED -> {
			}
			case UNKNOWN -> throw unknown();
			case CONFIGURED -> throw configured();
		}
	}

	private Map<String, @Nullable Object> replace(Stored before, Map<String, @Nullable Object> fields, Asking who) {
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>(fields);
		List<InvalidField> errors = SHOWN_ONLY.takeFrom(wanted, describe(before));
		if (!errors.isEmpty()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "The provider cannot be registered like this.", errors);
		}
		return describe(this.registrations.replace(before.registration().id(), wanted, who.name())
			.orElseThrow(ProviderAdministration::configured));
	}

	private Stored meant(String id, IfMatch meant) {
		Stored stored = this.registrations.findToChange(id).orElseThrow(ProviderAdministration::unknown);
		meant.check(describe(stored));
		return stored;
	}

	private Map<String, @Nullable Object> describe(Stored stored) {
		Map<String, @Nullable Object> fields = stored.registration().fields();
		fields.put("redirect_uri", this.providers.redirectUri(stored.registration().id()));
		fields.put("managed_by", stored.managedBy().label());
		fields.put("created_at", stored.createdAt().getEpochSecond());
		return fields;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no provider with this id.");
	}

	private static ProblemException configured() {
		return new ProblemException(HttpStatus.CONFLICT,
				"This provider is managed by configuration, and is changed there. It can be switched off and on here.");
	}

}
