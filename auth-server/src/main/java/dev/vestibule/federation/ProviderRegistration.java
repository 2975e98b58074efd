package dev.vestibule.federation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A provider as it is written down: what is not said is as its preset has it.
 *
 * @param id the name in addresses and settings; it never changes, being part of
 * identities
 * @param preset the id of the kind of provider it is
 * @param name what people are shown; null for the preset's
 * @param position where the login page shows it, the lowest first
 * @param clientId who we are there
 * @param clientSecret our secret there, or the private key that makes it
 * @param domains people with an address of these are led there at once
 * @param settings what differs from the preset, by name
 */
public record ProviderRegistration(String id, String preset, @Nullable String name, boolean enabled, int position,
		String clientId, String clientSecret, Trust trust, List<String> domains, Map<String, String> settings) {

	public ProviderRegistration {
		domains = List.copyOf(domains);
		settings = Map.copyOf(settings);
	}

	/**
	 * As the API shows it: everything but the secret.
	 */
	public Map<String, @Nullable Object> fields() {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id);
		fields.put("preset", this.preset);
		if (this.name != null) {
			fields.put("name", this.name);
		}
		fields.put("enabled", this.enabled);
		fields.put("position", this.position);
		fields.put("client_id", this.clientId);
		fields.put("trust", this.trust.label());
		fields.put("domains", this.domains);
		this.settings.keySet().stream().sorted().forEach((each) -> fields.put(each, this.settings.get(each)));
		return fields;
	}

	/**
	 * Whether the secret goes where it goes in the other case.
	 */
	boolean sendsSecretAs(ProviderRegistration other) {
		return this.preset.equals(other.preset) && this.clientId.equals(other.clientId)
				&& this.settings.equals(other.settings);
	}

	ProviderRegistration enabled(boolean enabled) {
		return new ProviderRegistration(this.id, this.preset, this.name, enabled, this.position, this.clientId,
				this.clientSecret, this.trust, this.domains, this.settings);
	}

	@Override
	public String toString() {
		return "ProviderRegistration[id=" + this.id + ", clientId=" + this.clientId + "]";
	}

	/**
	 * Who decides what a provider is: the settings or a document, or the API.
	 */
	public enum ManagedBy {

		CONFIGURATION, API;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * A provider with what the database notes of it.
	 */
	public record Stored(ProviderRegistration registration, ManagedBy managedBy, Instant createdAt) {

	}

}
