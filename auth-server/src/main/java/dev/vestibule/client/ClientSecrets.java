package dev.vestibule.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.vestibule.keyring.Keyring;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The secrets of clients, as keyed hashes; a client may hold several.
 */
@Repository
class ClientSecrets {

	private static final String ADD = """
			INSERT INTO client_secret (client_id, key_id, hash)
			SELECT :clientId, :keyId, :hash
			WHERE NOT EXISTS (SELECT FROM client_secret WHERE client_id = :clientId AND key_id = :keyId AND hash = :hash)
			""";

	private static final String REMOVE_OTHERS = """
			DELETE FROM client_secret
			WHERE client_id = :clientId AND (key_id <> :keyId OR hash <> :hash OR expires_at IS NOT NULL)
			""";

	private static final String REMOVE_FORMER = """
			DELETE FROM client_secret WHERE client_id = :clientId AND expires_at IS NOT NULL
			""";

	private static final String END = """
			UPDATE client_secret SET expires_at = now() + make_interval(secs => :overlap) WHERE client_id = :clientId
			""";

	private static final String COUNT = """
			SELECT count(*) FILTER (WHERE this) AS these, count(*) FILTER (WHERE NOT this) AS others
			FROM (SELECT key_id = :keyId AND hash = :hash AND expires_at IS NULL AS this FROM client_secret
			    WHERE client_id = :clientId) AS held
			""";

	private final JdbcClient jdbc;

	private final ClientSecretEncoder encoder;

	private final Keyring keyring;

	ClientSecrets(JdbcClient jdbc, ClientSecretEncoder encoder, Keyring keyring) {
		this.jdbc = jdbc;
		this.encoder = encoder;
		this.keyring = keyring;
	}

	void add(String clientId, String secret) {
		update(ADD, clientId, secret);
	}

	/**
	 * Adds a secret and lets the one from before end, so that there are two at most.
	 */
	void replace(String clientId, String secret, Duration overlap) {
		this.jdbc.sql(REMOVE_FORMER).param("clientId", clientId).update();
		this.jdbc.sql(END).param("clientId", clientId).param("overlap", overlap.toSeconds()).update();
		add(clientId, secret);
	}

	/**
	 * Makes a secret the only one, under the key that writes now; none, if it is null.
	 * @return whether that changed anything
	 */
	boolean keepOnly(String clientId, @Nullable String secret) {
		// A statement that changes no row would still have the nodes read anew.
		if (holdsOnly(clientId, secret)) {
			return false;
		}
		if (secret == null) {
			return this.jdbc.sql("DELETE FROM client_secret WHERE client_id = :clientId")
				.param("clientId", clientId)
				.update() > 0;
		}
		int removed = update(REMOVE_OTHERS, clientId, secret);
		return update(ADD, clientId, secret) + removed > 0;
	}

	private boolean holdsOnly(String clientId, @Nullable String secret) {
		String keyId = this.keyring.writingKey();
		byte[] hash = (secret != null) ? this.encoder.hash(keyId, clientId, secret) : new byte[0];
		Count count = this.jdbc.sql(COUNT)
			.param("clientId", clientId)
			.param("keyId", keyId)
			.param("hash", hash)
			.query((row, number) -> new Count(row.getInt("these"), row.getInt("others")))
			.single();
		return count.these() == ((secret != null) ? 1 : 0) && count.others() == 0;
	}

	private int update(String sql, String clientId, String secret) {
		String keyId = this.keyring.writingKey();
		return this.jdbc.sql(sql)
			.param("clientId", clientId)
			.param("keyId", keyId)
			.param("hash", this.encoder.hash(keyId, clientId, secret))
			.update();
	}

	private record Count(int these, int others) {

	}

}
