package dev.vestibule.client;

import java.time.Instant;

/**
 * A registered client.
 *
 * @param encodedSecrets the hashes of the secrets that are valid now, as
 * {@link ClientSecretEncoder} reads them
 */
public record Client(ClientMetadata metadata, ManagedBy managedBy, Instant createdAt, String encodedSecrets) {

	/**
	 * Who decides what the client is: the settings, read at each start, or the API.
	 */
	public enum ManagedBy {

		CONFIGURATION, API

	}

}
