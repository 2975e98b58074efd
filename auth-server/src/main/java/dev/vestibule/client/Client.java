package dev.vestibule.client;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A registered client.
 *
 * @param enabled whether it may do anything; what it was granted waits until it may
 * @param encodedSecrets the hashes of the secrets that are valid now, as
 * {@link ClientSecretEncoder} reads them
 */
public record Client(ClientMetadata metadata, ManagedBy managedBy, boolean enabled, Instant createdAt,
		String encodedSecrets) {

	/**
	 * What is shown of it, by the names under which it is read, and what it has besides;
	 * no secrets.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = this.metadata.fields();
		fields.put("enabled", this.enabled);
		fields.put("client_id_issued_at", this.createdAt.getEpochSecond());
		fields.put("managed_by", this.managedBy.label());
		return fields;
	}

	/**
	 * Who decides what it is: a configuration document, or the API.
	 */
	public enum ManagedBy {

		CONFIGURATION, API;

		String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
