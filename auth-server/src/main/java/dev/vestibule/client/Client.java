package dev.vestibule.client;

import java.time.Instant;

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
	 * Who decides what the client is: the settings, read at each start, or the API.
	 */
	public enum ManagedBy {

		CONFIGURATION, API

	}

}
