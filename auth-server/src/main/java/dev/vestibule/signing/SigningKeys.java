package dev.vestibule.signing;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.freshness.Versions;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The signing keys of all nodes: for each algorithm at most one is active and one next.
 * Each transition is one transaction, whose first statement decides which node makes it;
 * the private halves are encrypted under the keyring.
 */
@Repository
class SigningKeys {

	private static final Logger logger = LoggerFactory.getLogger(SigningKeys.class);

	/** Who does what nobody asks for, in the audit log. */
	static final String SCHEDULE = "schedule";

	private static final String PUBLISHED = """
			SELECT kid, state, public_jwk, key_id, private_key FROM signing_key
			WHERE expires_at IS NULL OR expires_at > now()
			ORDER BY algorithm, created_at
			""";

	private static final String WITH_KEY_IN_STATE = "SELECT algorithm FROM signing_key WHERE state = :state";

	private static final String ADD = """
			INSERT INTO signing_key (kid, algorithm, state, public_jwk, key_id, private_key, activated_at)
			VALUES (:kid, :algorithm, :state, :publicJwk::jsonb, :keyId, :privateKey,
			        CASE :state WHEN 'active' THEN now() END)
			ON CONFLICT DO NOTHING
			""";

	private static final String DUE = """
			SELECT a.algorithm FROM signing_key a JOIN signing_key n USING (algorithm)
			WHERE a.state = 'active' AND coalesce(a.activated_at, a.created_at) <= now() - make_interval(secs => :active)
			AND n.state = 'next' AND n.created_at <= now() - make_interval(secs => :published)
			""";

	private static final String RETIRE = """
			UPDATE signing_key SET state = 'retired', key_id = NULL, private_key = NULL, retired_at = now(),
			       expires_at = now() + make_interval(secs => :publishedAfter)
			WHERE algorithm = :algorithm AND state = 'active'
			AND coalesce(activated_at, created_at) <= now() - make_interval(secs => :active)
			RETURNING kid
			""";

	private static final String ACTIVATE = """
			UPDATE signing_key SET state = 'active', activated_at = now()
			WHERE algorithm = :algorithm AND state = 'next' AND created_at <= now() - make_interval(secs => :published)
			RETURNING kid
			""";

	private static final String LIST = """
			SELECT kid, algorithm, state, created_at, activated_at, retired_at, expires_at FROM signing_key
			WHERE expires_at IS NULL OR expires_at > now()
			ORDER BY algorithm, created_at
			""";

	private static final String UNDER_OTHER_KEYRING_KEY = """
			SELECT kid, key_id, private_key FROM signing_key WHERE private_key IS NOT NULL AND key_id <> :keyId
			""";

	private static final String REENCRYPT = """
			UPDATE signing_key SET key_id = :keyId, private_key = :privateKey
			WHERE kid = :kid AND key_id = :formerKeyId
			""";

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final Keyring keyring;

	private final AuditLog audit;

	private final Versions versions;

	SigningKeys(JdbcClient jdbc, TransactionOperations transactions, Keyring keyring, AuditLog audit,
			Versions versions) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.keyring = keyring;
		this.audit = audit;
		this.versions = versions;
	}

	/**
	 * All published keys.
	 * @param known keys that have been read before, and need not be decrypted again
	 */
	KeySet read(KeySet known) {
		return new KeySet(this.jdbc.sql(PUBLISHED).query((row, number) -> read(row, known)).list());
	}

	/**
	 * The same, as an administrator sees them.
	 */
	List<KeyDescription> list() {
		return this.jdbc.sql(LIST)
			.query((row, number) -> new KeyDescription(row.getString("kid"),
					SigningAlgorithm.of(row.getString("algorithm")), KeyState.of(row.getString("state")),
					row.getTimestamp("created_at").toInstant(), instant(row, "activated_at"),
					instant(row, "retired_at"), instant(row, "expires_at")))
			.list();
	}

	/**
	 * What a key is for, if there is one of that id.
	 */
	Optional<SigningAlgorithm> algorithm(String kid) {
		return this.jdbc.sql("SELECT algorithm FROM signing_key WHERE kid = :kid")
			.param("kid", kid)
			.query(String.class)
			.optional()
			.map(SigningAlgorithm::of);
	}

	/**
	 * The algorithms that have no key in a state.
	 */
	Set<SigningAlgorithm> without(KeyState state) {
		Set<SigningAlgorithm> without = EnumSet.allOf(SigningAlgorithm.class);
		this.jdbc.sql(WITH_KEY_IN_STATE)
			.param("state", state.label())
			.query(String.class)
			.list()
			.forEach((name) -> without.remove(SigningAlgorithm.of(name)));
		return without;
	}

	/**
	 * Adds a new key, unless its algorithm has one in that state.
	 */
	void add(SigningAlgorithm algorithm, JWK pair, KeyState state) {
		this.transactions.executeWithoutResult((status) -> {
			this.versions.changed();
			if (insert(algorithm, pair, state)) {
				record(began(state), algorithm, pair.getKeyID(), SCHEDULE);
			}
		});
	}

	/**
	 * The algorithms whose active key has signed for so long, and whose next one has been
	 * published for so long.
	 */
	List<SigningAlgorithm> due(Duration active, Duration published) {
		return this.jdbc.sql(DUE)
			.param("active", active.toSeconds())
			.param("published", published.toSeconds())
			.query(String.class)
			.list()
			.stream()
			.map(SigningAlgorithm::of)
			.toList();
	}

	/**
	 * Retires the active key and activates the next one, if both are still due.
	 * @param by who does it, for the audit log
	 * @return whether it was this call that did
	 */
	boolean rotate(SigningAlgorithm algorithm, Duration active, Duration published, Duration publishedAfter,
			String by) {
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			this.versions.changed();
			Optional<String> retired = this.jdbc.sql(RETIRE)
				.param("algorithm", algorithm.getName())
				.param("active", active.toSeconds())
				.param("publishedAfter", publishedAfter.toSeconds())
				.query(String.class)
				.optional();
			Optional<String> activated = retired.flatMap((kid) -> activate(algorithm, published));
			if (activated.isEmpty()) {
				status.setRollbackOnly();
				return false;
			}
			record("signing-key.retired", algorithm, retired.get(), by);
			record("signing-key.activated", algorithm, activated.get(), by);
			return true;
		}));
	}

	/**
	 * Removes a key for good. If it was active, the next one signs at once, and a spare
	 * one is published in its place; without a next one the spare signs itself.
	 * @param by who does it, for the audit log
	 * @return whether it was this call that did
	 */
	boolean remove(String kid, SigningAlgorithm algorithm, JWK spare, String by) {
		return Boolean.TRUE.equals(this.transactions.execute((status) -> {
			this.versions.changed();
			Optional<KeyState> removed = this.jdbc.sql("DELETE FROM signing_key WHERE kid = :kid RETURNING state")
				.param("kid", kid)
				.query(String.class)
				.optional()
				.map(KeyState::of);
			if (removed.isEmpty()) {
				return false;
			}
			record("signing-key.compromised", algorithm, kid, by);
			if (removed.get() != KeyState.RETIRED) {
				replace(removed.get(), algorithm, spare, by);
			}
			return true;
		}));
	}

	private void replace(KeyState removed, SigningAlgorithm algorithm, JWK spare, String by) {
		Optional<String> activated = (removed == KeyState.ACTIVE) ? activate(algorithm, Duration.ZERO)
				: Optional.empty();
		activated.ifPresent((kid) -> record("signing-key.activated", algorithm, kid, by));
		KeyState state = activated.isPresent() ? KeyState.NEXT : removed;
		if (insert(algorithm, spare, state)) {
			record(began(state), algorithm, spare.getKeyID(), by);
		}
	}

	/**
	 * Encrypts under the keyring's writing key what is encrypted under another one.
	 */
	void reencrypt() {
		String keyId = this.keyring.writingKey();
		List<Sealed> sealed = this.jdbc.sql(UNDER_OTHER_KEYRING_KEY)
			.param("keyId", keyId)
			.query((row, number) -> new Sealed(row.getString("kid"), row.getString("key_id"),
					row.getBytes("private_key")))
			.list();
		long changed = sealed.stream().filter((key) -> reencrypt(key, keyId)).count();
		if (changed > 0) {
			logger.info("{} signing keys are now encrypted under the keyring key \"{}\"", changed, keyId);
		}
	}

	private boolean reencrypt(Sealed key, String keyId) {
		byte[] privateKey = this.keyring.encrypt(Purpose.SIGNING_KEY, keyId, decrypt(key), context(key.kid()));
		return this.jdbc.sql(REENCRYPT)
			.param("keyId", keyId)
			.param("privateKey", privateKey)
			.param("kid", key.kid())
			.param("formerKeyId", key.keyId())
			.update() == 1;
	}

	private Optional<String> activate(SigningAlgorithm algorithm, Duration published) {
		return this.jdbc.sql(ACTIVATE)
			.param("algorithm", algorithm.getName())
			.param("published", published.toSeconds())
			.query(String.class)
			.optional();
	}

	private boolean insert(SigningAlgorithm algorithm, JWK pair, KeyState state) {
		String keyId = this.keyring.writingKey();
		String kid = pair.getKeyID();
		return this.jdbc.sql(ADD)
			.param("kid", kid)
			.param("algorithm", algorithm.getName())
			.param("state", state.label())
			.param("publicJwk", pair.toPublicJWK().toJSONString())
			.param("keyId", keyId)
			.param("privateKey",
					this.keyring.encrypt(Purpose.SIGNING_KEY, keyId, SigningKeyPairs.privateKey(pair), context(kid)))
			.update() == 1;
	}

	private static String began(KeyState state) {
		return (state == KeyState.ACTIVE) ? "signing-key.activated" : "signing-key.published";
	}

	private void record(String kind, SigningAlgorithm algorithm, String kid, String by) {
		this.audit
			.record(AuditEvent.success(kind).detail(Map.of("kid", kid, "algorithm", algorithm.getName(), "by", by)));
	}

	private SigningKey read(ResultSet row, KeySet known) throws SQLException {
		String kid = row.getString("kid");
		KeyState state = KeyState.of(row.getString("state"));
		SigningKey before = known.find(kid).orElse(null);
		if (before != null) {
			return before.in(state);
		}
		byte[] privateKey = (state != KeyState.RETIRED)
				? decrypt(new Sealed(kid, row.getString("key_id"), row.getBytes("private_key"))) : null;
		return SigningKeyPairs.read(kid, state, row.getString("public_jwk"), privateKey);
	}

	private byte[] decrypt(Sealed key) {
		try {
			return this.keyring.decrypt(Purpose.SIGNING_KEY, key.keyId(), key.privateKey(), context(key.kid()));
		}
		catch (IllegalStateException ex) {
			// Without the cause, so that this is the sentence that the operator reads.
			throw new IllegalStateException(
					"The signing keys in the database were encrypted with another keyring key \"" + key.keyId()
							+ "\": start with the keyring that has it.");
		}
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		Timestamp timestamp = row.getTimestamp(column);
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	// A private key copied into another key's row does not open there.
	private static byte[] context(String kid) {
		return kid.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * A private key as it is stored.
	 */
	private record Sealed(String kid, String keyId, byte[] privateKey) {

	}

}
