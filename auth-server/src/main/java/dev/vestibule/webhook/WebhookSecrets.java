package dev.vestibule.webhook;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import dev.vestibule.keyring.UnknownKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What webhooks are signed with: 256 random bits, encrypted under the keyring. A webhook
 * has one, and a former one for a while after it was replaced.
 */
@Repository
class WebhookSecrets implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(WebhookSecrets.class);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final String PREFIX = "whsec_";

	private static final int BYTES = 32;

	private static final String ADD = """
			INSERT INTO webhook_secret (webhook_id, key_id, secret) VALUES (:webhook, :keyId, :secret)
			""";

	private static final String REMOVE_FORMER = """
			DELETE FROM webhook_secret WHERE webhook_id = :webhook AND expires_at IS NOT NULL
			""";

	private static final String END = """
			UPDATE webhook_secret SET expires_at = now() + make_interval(secs => :overlap) WHERE webhook_id = :webhook
			""";

	private static final String VALID = """
			SELECT * FROM webhook_secret WHERE webhook_id = :webhook AND (expires_at IS NULL OR expires_at > now())
			ORDER BY created_at DESC
			""";

	private static final String OF_FORMER_KEYS = "SELECT * FROM webhook_secret WHERE key_id <> :keyId";

	private static final String SEAL = """
			UPDATE webhook_secret SET key_id = :keyId, secret = :secret WHERE webhook_id = :webhook AND secret = :former
			""";

	private final JdbcClient jdbc;

	private final Keyring keyring;

	WebhookSecrets(JdbcClient jdbc, Keyring keyring) {
		this.jdbc = jdbc;
		this.keyring = keyring;
	}

	/**
	 * Gives a webhook a secret.
	 * @return the secret, which nobody is told again
	 */
	String add(UUID webhook) {
		byte[] secret = new byte[BYTES];
		RANDOM.nextBytes(secret);
		String keyId = this.keyring.writingKey();
		this.jdbc.sql(ADD)
			.param("webhook", webhook)
			.param("keyId", keyId)
			.param("secret", encrypt(webhook, keyId, secret))
			.update();
		return PREFIX + Base64.getEncoder().encodeToString(secret);
	}

	/**
	 * Gives a webhook another secret, and lets the one from before end.
	 */
	String replace(UUID webhook, Duration overlap) {
		this.jdbc.sql(REMOVE_FORMER).param("webhook", webhook).update();
		this.jdbc.sql(END).param("webhook", webhook).param("overlap", overlap.toSeconds()).update();
		return add(webhook);
	}

	/**
	 * Those that count now, the newest first.
	 * @throws UnknownKeyException if the keyring lacks the key of one
	 */
	List<byte[]> valid(UUID webhook) {
		return this.jdbc.sql(VALID)
			.param("webhook", webhook)
			.query(WebhookSecrets::map)
			.list()
			.stream()
			.map(this::decrypt)
			.toList();
	}

	/**
	 * Encrypts anew what a former key of the keyring encrypts, so that it need not stay.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.jdbc.sql(OF_FORMER_KEYS)
			.param("keyId", this.keyring.writingKey())
			.query(WebhookSecrets::map)
			.list()
			.forEach(this::seal);
	}

	private void seal(Sealed sealed) {
		String keyId = this.keyring.writingKey();
		try {
			this.jdbc.sql(SEAL)
				.param("webhook", sealed.webhook())
				.param("keyId", keyId)
				.param("former", sealed.secret())
				.param("secret", encrypt(sealed.webhook(), keyId, decrypt(sealed)))
				.update();
		}
		catch (UnknownKeyException ex) {
			logger.error("Nothing can be sent to the webhook {}: {}", sealed.webhook(), ex.getMessage());
		}
	}

	private byte[] encrypt(UUID webhook, String keyId, byte[] secret) {
		return this.keyring.encrypt(Purpose.WEBHOOK_SECRET, keyId, secret, context(webhook));
	}

	private byte[] decrypt(Sealed sealed) {
		return this.keyring.decrypt(Purpose.WEBHOOK_SECRET, sealed.keyId(), sealed.secret(), context(sealed.webhook()));
	}

	private static Sealed map(ResultSet row, int number) throws SQLException {
		return new Sealed(row.getObject("webhook_id", UUID.class), row.getString("key_id"), row.getBytes("secret"));
	}

	private static byte[] context(UUID webhook) {
		return ("webhook:" + webhook).getBytes(StandardCharsets.US_ASCII);
	}

	private record Sealed(UUID webhook, String keyId, byte[] secret) {

	}

}
