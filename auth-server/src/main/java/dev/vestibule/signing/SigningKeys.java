package dev.vestibule.signing;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The signing keys of all nodes, one active per algorithm. They are made once, at the
 * first start of all, and the database decides which node's are kept; the private halves
 * are encrypted under the keyring.
 */
@Component
class SigningKeys implements SmartInitializingSingleton {

	private static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

	private static final String PUBLISHED = """
			SELECT kid, state, public_jwk, key_id, private_key FROM signing_key
			WHERE expires_at IS NULL OR expires_at > now()
			ORDER BY algorithm, created_at
			""";

	private static final String HAS_ACTIVE = """
			SELECT EXISTS (SELECT FROM signing_key WHERE algorithm = :algorithm AND state = 'active')
			""";

	private static final String ACTIVATE_FIRST = """
			INSERT INTO signing_key (kid, algorithm, state, public_jwk, key_id, private_key)
			VALUES (:kid, :algorithm, 'active', :publicJwk::jsonb, :keyId, :privateKey)
			ON CONFLICT (algorithm) WHERE state = 'active' DO NOTHING
			""";

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final Keyring keyring;

	private final AuditLog audit;

	private volatile List<SigningKey> published = List.of();

	SigningKeys(JdbcClient jdbc, TransactionOperations transactions, Keyring keyring, AuditLog audit) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.keyring = keyring;
		this.audit = audit;
	}

	/**
	 * Makes the keys that there are none of yet, and reads all.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.transactions.executeWithoutResult((status) -> ALGORITHMS.forEach(this::ensureActive));
		this.published = this.jdbc.sql(PUBLISHED).query(this::read).list();
	}

	/**
	 * The key that signs with an algorithm now.
	 */
	Optional<SigningKey> active(JWSAlgorithm algorithm) {
		return this.published.stream().filter((key) -> key.signer() != null && key.isFor(algorithm)).findFirst();
	}

	/**
	 * The key of that id, if it is published.
	 */
	Optional<SigningKey> find(String kid) {
		return this.published.stream().filter((key) -> key.kid().equals(kid)).findFirst();
	}

	/**
	 * The public halves of all published keys.
	 */
	JWKSet jwkSet() {
		return new JWKSet(this.published.stream().map(SigningKey::jwk).toList());
	}

	private void ensureActive(JWSAlgorithm algorithm) {
		if (this.jdbc.sql(HAS_ACTIVE).param("algorithm", algorithm.getName()).query(Boolean.class).single()) {
			return;
		}
		JWK pair = SigningKeyPairs.generate(algorithm);
		String keyId = this.keyring.writingKey();
		boolean kept = this.jdbc.sql(ACTIVATE_FIRST)
			.param("kid", pair.getKeyID())
			.param("algorithm", algorithm.getName())
			.param("publicJwk", pair.toPublicJWK().toJSONString())
			.param("keyId", keyId)
			.param("privateKey",
					this.keyring.encrypt(Purpose.SIGNING_KEY, keyId, SigningKeyPairs.privateKey(pair),
							context(pair.getKeyID())))
			.update() == 1;
		if (kept) {
			this.audit.record(AuditEvent.success("signing-key.activated")
				.detail(Map.of("kid", pair.getKeyID(), "algorithm", algorithm.getName())));
		}
	}

	private SigningKey read(ResultSet row, int number) throws SQLException {
		String kid = row.getString("kid");
		byte[] privateKey = row.getString("state").equals("active")
				? decrypt(kid, row.getString("key_id"), row.getBytes("private_key")) : null;
		return SigningKeyPairs.read(kid, row.getString("public_jwk"), privateKey);
	}

	private byte[] decrypt(String kid, String keyId, byte[] privateKey) {
		try {
			return this.keyring.decrypt(Purpose.SIGNING_KEY, keyId, privateKey, context(kid));
		}
		catch (IllegalStateException ex) {
			// Without the cause, so that this is the sentence that the operator reads.
			throw new IllegalStateException(
					"The signing keys in the database were encrypted with another keyring key \"" + keyId
							+ "\": start with the keyring that has it.");
		}
	}

	// A private key copied into another key's row does not open there.
	private static byte[] context(String kid) {
		return kid.getBytes(StandardCharsets.US_ASCII);
	}

}
