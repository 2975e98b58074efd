package dev.vestibule.verification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.EmailAddress;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The challenges. Each thing that can happen to one is a single statement, so that of
 * several requests at once one wins.
 */
@Repository
class Challenges {

	private static final String COLUMNS = "id, email, decoy, key_id, generation, attempts";

	private static final String INSERT = """
			INSERT INTO challenge (purpose, email, source, decoy, key_id, code_expires_at, link_expires_at)
			VALUES ('sign_up', :email, :source, :decoy, :keyId,
			    now() + :codeLifetime * interval '1 second', now() + :linkLifetime * interval '1 second')
			RETURNING\s""" + COLUMNS;

	// Only the same source's, or strangers could end what a person is waiting for. Those
	// that another transaction holds are left to it: evicting never waits.
	private static final String EVICT = """
			DELETE FROM challenge WHERE id IN (
			    SELECT id FROM challenge WHERE email = :email AND source = :source AND spent_at IS NULL
			    ORDER BY created_at DESC OFFSET :kept FOR UPDATE SKIP LOCKED)
			""";

	private static final String LIVE = """
			spent_at IS NULL AND created_at > now() - :pendingLifetime * interval '1 second'
			""";

	private static final String RENEW = """
			UPDATE challenge SET generation = generation + 1, attempts = 0, key_id = :keyId, asked_at = now(),
			    code_expires_at = now() + :codeLifetime * interval '1 second',
			    link_expires_at = now() + :linkLifetime * interval '1 second'
			WHERE id = :id AND asked_at <= now() - :resendAfter * interval '1 second' AND\s""" + LIVE + """
			RETURNING\s""" + COLUMNS;

	private static final String COUNT_ATTEMPT = """
			UPDATE challenge SET attempts = attempts + 1
			WHERE id = :id AND attempts < :attemptsPerCode AND code_expires_at > now() AND\s""" + LIVE + """
			RETURNING\s""" + COLUMNS;

	private static final String SPEND = """
			UPDATE challenge SET spent_at = now()
			WHERE id = :id AND generation = :generation AND NOT decoy AND link_expires_at > now() AND\s""" + LIVE;

	private static final String LINKABLE = "SELECT " + COLUMNS
			+ " FROM challenge WHERE id = :id AND link_expires_at > now() AND " + LIVE;

	private static final String STATE = """
			SELECT email, generation, attempts, spent_at IS NULL AND code_expires_at > now() AS open,
			    greatest(0, ceil(extract(epoch FROM asked_at - now()) + :resendAfter))::integer AS resend_in
			FROM challenge WHERE id = :id AND created_at > now() - :pendingLifetime * interval '1 second'
			""";

	private static final String DISARM = "UPDATE challenge SET decoy = true WHERE email = :email AND spent_at IS NULL";

	// One browser at a time proves an address, whichever challenge it holds.
	private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(:email, 0))";

	private final JdbcClient jdbc;

	private final VerificationProperties properties;

	Challenges(JdbcClient jdbc, VerificationProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	Challenge add(EmailAddress email, Source source, boolean decoy, String keyId) {
		this.jdbc.sql(EVICT)
			.param("email", email.value())
			.param("source", source.network())
			.param("kept", this.properties.pendingPerSource() - 1)
			.update();
		return lifetimes(this.jdbc.sql(INSERT)).param("email", email.value())
			.param("source", source.network())
			.param("decoy", decoy)
			.param("keyId", keyId)
			.query(Challenges::map)
			.single();
	}

	/**
	 * Begins the next generation, unless it is too soon.
	 */
	Optional<Challenge> renew(UUID id, String keyId) {
		return lifetimes(live(RENEW, id)).param("keyId", keyId)
			.param("resendAfter", this.properties.resendAfter().toSeconds())
			.query(Challenges::map)
			.optional();
	}

	/**
	 * Counts a guess; empty if the code bears no more of them.
	 */
	Optional<Challenge> countAttempt(UUID id) {
		return live(COUNT_ATTEMPT, id).param("attemptsPerCode", this.properties.attemptsPerCode())
			.query(Challenges::map)
			.optional();
	}

	Optional<Challenge> findLinkable(UUID id) {
		return live(LINKABLE, id).query(Challenges::map).optional();
	}

	Optional<ChallengeState> state(UUID id) {
		return live(STATE, id).param("resendAfter", this.properties.resendAfter().toSeconds())
			.query((row, number) -> new ChallengeState(new EmailAddress(row.getString("email")),
					row.getInt("generation"), Math.max(0, this.properties.attemptsPerCode() - row.getInt("attempts")),
					row.getInt("resend_in"), row.getBoolean("open")))
			.optional();
	}

	boolean spend(Proof proof) {
		return live(SPEND, proof.challengeId()).param("generation", proof.generation()).update() == 1;
	}

	void disarm(EmailAddress email) {
		this.jdbc.sql(DISARM).param("email", email.value()).update();
	}

	void lock(EmailAddress email) {
		this.jdbc.sql(LOCK).param("email", email.value()).query((row) -> {
		});
	}

	private StatementSpec live(String sql, UUID id) {
		return this.jdbc.sql(sql)
			.param("id", id)
			.param("pendingLifetime", this.properties.pendingLifetime().toSeconds());
	}

	private StatementSpec lifetimes(StatementSpec statement) {
		return statement.param("codeLifetime", this.properties.codeLifetime().toSeconds())
			.param("linkLifetime", this.properties.linkLifetime().toSeconds());
	}

	private static Challenge map(ResultSet row, int number) throws SQLException {
		return new Challenge(row.getObject("id", UUID.class), new EmailAddress(row.getString("email")),
				row.getBoolean("decoy"), row.getString("key_id"), row.getInt("generation"), row.getInt("attempts"));
	}

}
