package dev.vestibule.transport;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The refresh tokens that a mailbox's owner has granted to our OAuth clients, encrypted
 * under the keyring.
 */
@Repository
class RefreshTokens {

	private static final String FIND = """
			SELECT key_id, refresh_token, expires_at FROM mail_authorization WHERE client_id = :clientId
			""";

	private static final String STORE = """
			INSERT INTO mail_authorization (client_id, key_id, refresh_token, expires_at)
			VALUES (:clientId, :keyId, :refreshToken, :expiresAt)
			ON CONFLICT (client_id) DO UPDATE SET key_id = excluded.key_id, refresh_token = excluded.refresh_token,
			    expires_at = excluded.expires_at, granted_at = now()
			""";

	private static final String REENCRYPT = """
			UPDATE mail_authorization SET key_id = :keyId, refresh_token = :refreshToken
			WHERE client_id = :clientId AND refresh_token = :former
			""";

	private final JdbcClient jdbc;

	private final Keyring keyring;

	RefreshTokens(JdbcClient jdbc, Keyring keyring) {
		this.jdbc = jdbc;
		this.keyring = keyring;
	}

	Optional<Granted> find(String clientId) {
		return this.jdbc.sql(FIND).param("clientId", clientId).query((row, number) -> {
			String keyId = row.getString("key_id");
			byte[] encrypted = row.getBytes("refresh_token");
			byte[] token = this.keyring.decrypt(Purpose.MAIL_AUTHORIZATION, keyId, encrypted, context(clientId));
			Timestamp expiresAt = row.getTimestamp("expires_at");
			Granted granted = new Granted(new String(token, StandardCharsets.UTF_8),
					(expiresAt != null) ? expiresAt.toInstant() : null);
			return new Row(granted, keyId, encrypted);
		}).optional().map((row) -> {
			if (!row.keyId().equals(this.keyring.writingKey())) {
				reencrypt(clientId, row);
			}
			return row.granted();
		});
	}

	/**
	 * Replaces what the client had.
	 */
	void store(String clientId, Granted granted) {
		this.jdbc.sql(STORE)
			.param("clientId", clientId)
			.param("keyId", this.keyring.writingKey())
			.param("refreshToken", encrypt(clientId, granted))
			.param("expiresAt", (granted.expiresAt() != null) ? Timestamp.from(granted.expiresAt()) : null)
			.update();
	}

	/**
	 * Unless somebody has replaced it meanwhile.
	 */
	private void reencrypt(String clientId, Row row) {
		this.jdbc.sql(REENCRYPT)
			.param("clientId", clientId)
			.param("keyId", this.keyring.writingKey())
			.param("refreshToken", encrypt(clientId, row.granted()))
			.param("former", row.encrypted())
			.update();
	}

	private byte[] encrypt(String clientId, Granted granted) {
		return this.keyring.encrypt(Purpose.MAIL_AUTHORIZATION, this.keyring.writingKey(),
				granted.refreshToken().getBytes(StandardCharsets.UTF_8), context(clientId));
	}

	private static byte[] context(String clientId) {
		return ("mail_authorization/" + clientId).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A refresh token, and when it ends whatever is done with it, or null.
	 */
	record Granted(String refreshToken, @Nullable Instant expiresAt) {

		@Override
		public String toString() {
			return "Granted[expiresAt=" + this.expiresAt + "]";
		}

	}

	private record Row(Granted granted, String keyId, byte[] encrypted) {

	}

}
