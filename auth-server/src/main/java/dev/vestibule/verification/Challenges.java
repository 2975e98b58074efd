package dev.vestibule.verification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountProperties;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.SignUpProperties;
import dev.vestibule.limit.Source;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The challenges. Each thing that can happen to one is a single statement, so that of
 * several requests at once one wins.
 */
@Repository
class Challenges {

	// What is about an account is dead once that is disabled or its credentials have
	// changed, and, where it opens the account, once it has another address.
	private static final String SATISFIABLE = """
			(NOT decoy AND (account_id IS NULL OR EXISTS (
			    SELECT FROM account a WHERE a.id = challenge.account_id AND a.enabled
			        AND a.credential_epoch = coalesce(challenge.credential_epoch, a.credential_epoch)
			        AND (a.email = challenge.email OR challenge.purpose IN ('new_address', 'revert')))))
			""";

	// A dead one goes on as a decoy: who asked is not told what became of the account.
	private static final String COLUMNS = "id, purpose, email, NOT " + SATISFIABLE
			+ " AS decoy, account_id, credential_epoch, key_id, generation";

	private static final String LIVE = "spent_at IS NULL AND expires_at > now()\n";

	private static final String INSERT = """
			INSERT INTO challenge (purpose, email, source, decoy, account_id, credential_epoch, key_id,
			    code_expires_at, link_expires_at, expires_at)
			VALUES (:purpose, :email, :source, :decoy, :accountId, :credentialEpoch, :keyId,
			    now() + :codeLifetime * interval '1 second', now() + :linkLifetime * interval '1 second',
			    now() + :lifetime * interval '1 second')
			RETURNING\s""" + COLUMNS;

	// Only the same source's, or strangers could end what a person is waiting for. Those
	// that another transaction holds are left to it: evicting never waits.
	private static final String EVICT = """
			DELETE FROM challenge WHERE id IN (
			    SELECT id FROM challenge
			    WHERE email = :email AND purpose = :purpose AND source = :source AND spent_at IS NULL
			    ORDER BY created_at DESC OFFSET :kept FOR UPDATE SKIP LOCKED)
			""";

	// An account is to have one new address, the one that was asked for last.
	private static final String SUPERSEDE = """
			DELETE FROM challenge WHERE account_id = :accountId AND purpose = 'new_address' AND spent_at IS NULL
			""";

	private static final String RENEW = """
			UPDATE challenge SET generation = generation + 1, attempts = 0, key_id = :keyId, asked_at = now(),
			    code_expires_at = now() + :codeLifetime * interval '1 second',
			    link_expires_at = now() + :linkLifetime * interval '1 second'
			WHERE id = :id AND\s""" + LIVE + """
			RETURNING\s""" + COLUMNS;

	// The mail that carries it is late, and was asked for when it was.
	private static final String RENEW_EXPIRED = """
			UPDATE challenge SET generation = generation + 1, attempts = 0, key_id = :keyId,
			    code_expires_at = now() + :codeLifetime * interval '1 second',
			    link_expires_at = now() + :linkLifetime * interval '1 second'
			WHERE id = :id AND generation = :generation AND code_expires_at <= now() AND\s""" + LIVE + """
			RETURNING\s""" + COLUMNS;

	private static final String COUNT_ATTEMPT = """
			UPDATE challenge SET attempts = attempts + 1
			WHERE id = :id AND attempts < :attemptsPerCode AND code_expires_at > now() AND\s""" + LIVE + """
			RETURNING\s""" + COLUMNS;

	private static final String SPENDABLE = "WHERE id = :id AND generation = :generation AND link_expires_at > now() AND "
			+ LIVE + " AND " + SATISFIABLE;

	private static final String SPEND = "UPDATE challenge SET spent_at = now() " + SPENDABLE + "RETURNING source";

	private static final String TURN_INTO_DECOY = "UPDATE challenge SET decoy = true " + SPENDABLE + "RETURNING source";

	private static final String LINKABLE = "SELECT " + COLUMNS
			+ " FROM challenge WHERE id = :id AND link_expires_at > now() AND " + LIVE;

	private static final String STATE = """
			SELECT purpose, email, generation, attempts, spent_at IS NULL AND code_expires_at > now() AS open,
			    spent_at IS NULL AND link_expires_at > now() AS link_open,
			    greatest(0, extract(epoch FROM now() - asked_at))::integer AS age,
			    greatest(0, ceil(extract(epoch FROM asked_at - now()) + :resendAfter))::integer AS resend_in
			FROM challenge WHERE id = :id AND expires_at > now()
			""";

	private static final String DISARM = """
			UPDATE challenge SET decoy = true
			WHERE email = :email AND purpose IN ('sign_up', 'new_address', 'invitation') AND spent_at IS NULL
			""";

	// One browser at a time proves an address, whichever challenge it holds.
	private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(:email, 0))";

	private final JdbcClient jdbc;

	private final VerificationProperties properties;

	private final AccountProperties account;

	private final SignUpProperties signUp;

	Challenges(JdbcClient jdbc, VerificationProperties properties, AccountProperties account, SignUpProperties signUp) {
		this.jdbc = jdbc;
		this.properties = properties;
		this.account = account;
		this.signUp = signUp;
	}

	Challenge add(Demand demand, Source source, String keyId) {
		Account account = demand.account();
		UUID accountId = (account != null) ? account.id() : null;
		String purpose = column(demand.purpose());
		if (!demand.purpose().isNotice()) {
			this.jdbc.sql(EVICT)
				.param("email", demand.email().value())
				.param("purpose", purpose)
				.param("source", source.network())
				.param("kept", this.properties.pendingPerSource() - 1)
				.update();
		}
		if (demand.purpose() == ChallengePurpose.NEW_ADDRESS) {
			this.jdbc.sql(SUPERSEDE).param("accountId", accountId).update();
		}
		Integer epoch = (account != null && demand.purpose() != ChallengePurpose.REVERT) ? account.credentialEpoch()
				: null;
		return lifetimes(this.jdbc.sql(INSERT), demand.purpose()).param("purpose", purpose)
			.param("email", demand.email().value())
			.param("source", source.network())
			.param("decoy", demand.decoy())
			.param("accountId", accountId)
			.param("credentialEpoch", epoch)
			.param("keyId", keyId)
			.query(Challenges::map)
			.single();
	}

	/**
	 * Begins the next generation.
	 */
	Optional<Challenge> renew(UUID id, String keyId) {
		return this.jdbc.sql(RENEW)
			.param("id", id)
			.param("keyId", keyId)
			.param("codeLifetime", this.properties.codeLifetime().toSeconds())
			.param("linkLifetime", this.properties.linkLifetime().toSeconds())
			.query(Challenges::map)
			.optional();
	}

	/**
	 * What a mail of a generation is to carry now: if its code has expired while the mail
	 * waited, the next generation, which begins with this. Empty if the generation was
	 * superseded or spent.
	 */
	Optional<Challenge> toBeMailed(UUID id, int generation, String keyId) {
		return this.jdbc.sql(RENEW_EXPIRED)
			.param("id", id)
			.param("generation", generation)
			.param("keyId", keyId)
			.param("codeLifetime", this.properties.codeLifetime().toSeconds())
			.param("linkLifetime", this.properties.linkLifetime().toSeconds())
			.query(Challenges::map)
			.optional()
			.or(() -> findLinkable(id).filter((challenge) -> challenge.generation() == generation));
	}

	/**
	 * Counts a guess; empty if the code bears no more of them.
	 */
	Optional<Challenge> countAttempt(UUID id) {
		return this.jdbc.sql(COUNT_ATTEMPT)
			.param("id", id)
			.param("attemptsPerCode", this.properties.attemptsPerCode())
			.query(Challenges::map)
			.optional();
	}

	Optional<Challenge> findLinkable(UUID id) {
		return this.jdbc.sql(LINKABLE).param("id", id).query(Challenges::map).optional();
	}

	Optional<ChallengeState> state(UUID id) {
		return this.jdbc.sql(STATE)
			.param("id", id)
			.param("resendAfter", this.properties.resendAfter().toSeconds())
			.query((row, number) -> new ChallengeState(purpose(row), new EmailAddress(row.getString("email")),
					row.getInt("generation"), Math.max(0, this.properties.attemptsPerCode() - row.getInt("attempts")),
					row.getInt("resend_in"), row.getBoolean("open"), row.getBoolean("link_open"), row.getInt("age")))
			.optional();
	}

	/**
	 * Spends a proof, unless it was spent or voided meanwhile.
	 * @return where it was asked from
	 */
	Optional<Source> spend(Proof proof) {
		return spend(SPEND, proof);
	}

	/**
	 * Spends a proof that another browser than the asking one gives: to that one it goes
	 * on as before, as a decoy.
	 */
	Optional<Source> spendElsewhere(Proof proof) {
		return spend(TURN_INTO_DECOY, proof);
	}

	void remove(UUID id) {
		this.jdbc.sql("DELETE FROM challenge WHERE id = :id").param("id", id).update();
	}

	void disarm(EmailAddress email) {
		this.jdbc.sql(DISARM).param("email", email.value()).update();
	}

	void lock(EmailAddress email) {
		this.jdbc.sql(LOCK).param("email", email.value()).query((row) -> {
		});
	}

	private Optional<Source> spend(String sql, Proof proof) {
		return this.jdbc.sql(sql)
			.param("id", proof.challengeId())
			.param("generation", proof.generation())
			.query((row, number) -> new Source(row.getString("source")))
			.optional();
	}

	private StatementSpec lifetimes(StatementSpec statement, ChallengePurpose purpose) {
		long notice = ((purpose == ChallengePurpose.INVITATION) ? this.signUp.invitationLifetime()
				: this.account.revertible())
			.toSeconds();
		return (purpose.isNotice() || purpose == ChallengePurpose.INVITATION)
				? statement.param("codeLifetime", notice).param("linkLifetime", notice).param("lifetime", notice)
				: statement.param("codeLifetime", this.properties.codeLifetime().toSeconds())
					.param("linkLifetime", this.properties.linkLifetime().toSeconds())
					.param("lifetime", this.properties.pendingLifetime().toSeconds());
	}

	private static String column(ChallengePurpose purpose) {
		return purpose.name().toLowerCase(Locale.ROOT);
	}

	private static ChallengePurpose purpose(ResultSet row) throws SQLException {
		return ChallengePurpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT));
	}

	private static Challenge map(ResultSet row, int number) throws SQLException {
		return new Challenge(row.getObject("id", UUID.class), purpose(row), new EmailAddress(row.getString("email")),
				row.getBoolean("decoy"), row.getObject("account_id", UUID.class),
				row.getObject("credential_epoch", Integer.class), row.getString("key_id"), row.getInt("generation"));
	}

}
