package dev.vestibule.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The pending sign-ups. Each hangs on its challenge and goes with it.
 */
@Repository
class PendingSignUps {

	private static final String INSERT = """
			INSERT INTO pending_sign_up (challenge_id, email, name, password_hash, provider, authority, subject)
			VALUES (:challengeId, :email, :name, :passwordHash, :provider, :authority, :subject)
			""";

	private static final String CHANGE = """
			UPDATE pending_sign_up SET name = :name, password_hash = :passwordHash,
			    provider = :provider, authority = :authority, subject = :subject
			WHERE challenge_id = :challengeId AND email = :email
			""";

	private static final String TAKE = """
			DELETE FROM pending_sign_up WHERE challenge_id = :challengeId
			RETURNING challenge_id, email, name, password_hash, provider, authority, subject
			""";

	private static final String DROP = "DELETE FROM pending_sign_up WHERE email = :email";

	private final JdbcClient jdbc;

	PendingSignUps(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void add(PendingSignUp pending) {
		write(INSERT, pending);
	}

	/**
	 * Replaces the one that hangs on the same challenge, if there is one.
	 */
	void change(PendingSignUp pending) {
		write(CHANGE, pending);
	}

	private void write(String sql, PendingSignUp pending) {
		FederatedIdentity identity = pending.identity();
		this.jdbc.sql(sql)
			.param("challengeId", pending.challengeId())
			.param("email", pending.email().value())
			.param("name", pending.name())
			.param("passwordHash", pending.passwordHash())
			.param("provider", (identity != null) ? identity.provider() : null)
			.param("authority", (identity != null) ? identity.authority() : null)
			.param("subject", (identity != null) ? identity.subject() : null)
			.update();
	}

	/**
	 * Removes the one that hangs on a challenge, for its proof was spent.
	 */
	Optional<PendingSignUp> take(UUID challengeId) {
		return this.jdbc.sql(TAKE).param("challengeId", challengeId).query(PendingSignUps::map).optional();
	}

	/**
	 * Drops all for an address, since it has a holder.
	 */
	void drop(EmailAddress email) {
		this.jdbc.sql(DROP).param("email", email.value()).update();
	}

	private static PendingSignUp map(ResultSet row, int number) throws SQLException {
		return new PendingSignUp(row.getObject("challenge_id", UUID.class), new EmailAddress(row.getString("email")),
				row.getString("name"), row.getString("password_hash"), identity(row));
	}

	private static @Nullable FederatedIdentity identity(ResultSet row) throws SQLException {
		String provider = row.getString("provider");
		return (provider != null)
				? new FederatedIdentity(provider, row.getString("authority"), row.getString("subject")) : null;
	}

}
