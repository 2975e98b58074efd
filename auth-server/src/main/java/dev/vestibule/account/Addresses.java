package dev.vestibule.account;

import java.util.Optional;
import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of an account's address, each by a proof. The address before stays reserved for
 * its account for a while, so that the change can be undone.
 */
@Repository
public class Addresses {

	private static final String RENEW_PROOF = """
			UPDATE account SET proof_due_at = NULL, verified_at = now(), verified_by = :verifiedBy
			WHERE id = :id AND enabled AND email = :email AND credential_epoch = :credentialEpoch
			""";

	// The old row is locked first, so that of two changes at once each reserves what the
	// other left.
	private static final String CHANGE = """
			WITH before AS (
			    SELECT id, email FROM account
			    WHERE id = :id AND enabled AND proof_due_at IS NULL AND credential_epoch = :credentialEpoch
			        AND (frozen_until IS NULL OR frozen_until <= now()) AND email <> :email
			    FOR UPDATE)
			UPDATE account a SET email = :email, verified_at = now(), verified_by = :verifiedBy
			FROM before WHERE a.id = before.id
			    AND NOT EXISTS (SELECT FROM account o WHERE o.email = :email)
			    AND NOT EXISTS (SELECT FROM reserved_address r WHERE r.email = :email
			        AND r.account_id IS DISTINCT FROM a.id
			        AND (r.reserved_until IS NULL OR r.reserved_until > now()))
			RETURNING before.email
			""";

	private static final String TAKEN = """
			SELECT EXISTS (SELECT FROM account WHERE email = :email)
			    OR EXISTS (SELECT FROM reserved_address WHERE email = :email AND account_id IS DISTINCT FROM :id
			        AND (reserved_until IS NULL OR reserved_until > now()))
			""";

	private static final String RESERVE = """
			INSERT INTO reserved_address (email, account_id, reserved_until)
			VALUES (:email, :id, now() + :revertible * interval '1 second')
			ON CONFLICT (email) DO UPDATE SET account_id = excluded.account_id, reserved_until = excluded.reserved_until
			""";

	private static final String TAKE_BACK = "DELETE FROM reserved_address WHERE email = :email AND account_id = :id";

	private final JdbcClient jdbc;

	private final Accounts accounts;

	private final AuditLog audit;

	private final AccountProperties properties;

	Addresses(JdbcClient jdbc, Accounts accounts, AuditLog audit, AccountProperties properties) {
		this.jdbc = jdbc;
		this.accounts = accounts;
		this.audit = audit;
		this.properties = properties;
	}

	/**
	 * Notes that an account's address was proved anew, so that no proof is due.
	 * @return the account as it is now, or empty if it has changed meanwhile
	 */
	@Transactional
	public Optional<Account> renewProof(UUID id, int credentialEpoch, EmailAddress email, String verifiedBy) {
		boolean renewed = this.jdbc.sql(RENEW_PROOF)
			.param("id", id)
			.param("credentialEpoch", credentialEpoch)
			.param("email", email.value())
			.param("verifiedBy", verifiedBy)
			.update() == 1;
		if (renewed) {
			this.audit.record(AuditEvent.success("proof.renewed").account(id));
		}
		return renewed ? this.accounts.find(id) : Optional.empty();
	}

	/**
	 * Whether an account cannot have an address now, since it is somebody else's or
	 * reserved for them, or is its own already.
	 */
	public boolean isTaken(EmailAddress email, Account account) {
		return this.jdbc.sql(TAKEN)
			.param("email", email.value())
			.param("id", account.id())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Gives an account another address, which was just proved. The caller's transaction
	 * holds the proof of it.
	 * @param credentialEpoch under which the change was asked for
	 * @return the address before, or empty if the gate has shut, the account is frozen,
	 * or the address has come to somebody else
	 */
	@Transactional
	public Optional<EmailAddress> change(UUID id, int credentialEpoch, EmailAddress email, String verifiedBy) {
		Optional<EmailAddress> before = this.jdbc.sql(CHANGE)
			.param("id", id)
			.param("credentialEpoch", credentialEpoch)
			.param("email", email.value())
			.param("verifiedBy", verifiedBy)
			.query(String.class)
			.optional()
			.map(EmailAddress::new);
		before.ifPresent((old) -> {
			this.jdbc.sql(TAKE_BACK).param("email", email.value()).param("id", id).update();
			this.jdbc.sql(RESERVE)
				.param("email", old.value())
				.param("id", id)
				.param("revertible", this.properties.revertible().toSeconds())
				.update();
			this.audit.record(AuditEvent.success("address.changed").account(id));
		});
		return before;
	}

}
