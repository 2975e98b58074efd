package dev.vestibule.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of what opens an account. Each raises the credential epoch, so that sessions,
 * tokens, links and changes from before are dead, and happens only under the epoch that
 * the caller saw.
 */
@Repository
public class Credentials {

	private static final String CHANGE_PASSWORD = """
			UPDATE account SET password_hash = :passwordHash, credential_epoch = credential_epoch + 1
			WHERE id = :id AND enabled AND proof_due_at IS NULL AND credential_epoch = :credentialEpoch
			""";

	private static final String RECOVERED = """
			SET password_hash = :passwordHash, credential_epoch = credential_epoch + 1,
			    verified_at = now(), verified_by = :verifiedBy, proof_due_at = NULL,
			    frozen_until = now() + :freeze * interval '1 second'
			""";

	private static final String RECOVER = "UPDATE account " + RECOVERED + """
			WHERE id = :id AND enabled AND email = :email AND credential_epoch = :credentialEpoch
			""";

	private static final String REVERT = "UPDATE account " + RECOVERED + """
			, email = :email
			WHERE id = :id AND enabled AND EXISTS (SELECT FROM reserved_address r
			    WHERE r.email = :email AND r.account_id = :id AND r.reserved_until > now())
			""";

	private static final String RELEASE = "DELETE FROM reserved_address WHERE account_id = :id AND reserved_until IS NOT NULL";

	private static final String UNLINK_UNTRUSTED = """
			DELETE FROM federated_identity
			WHERE account_id = :id AND NOT (email_trusted AND email IS NOT DISTINCT FROM :email)
			RETURNING provider
			""";

	private final JdbcClient jdbc;

	private final Accounts accounts;

	private final AuditLog audit;

	private final AccountProperties properties;

	Credentials(JdbcClient jdbc, Accounts accounts, AuditLog audit, AccountProperties properties) {
		this.jdbc = jdbc;
		this.accounts = accounts;
		this.audit = audit;
		this.properties = properties;
	}

	/**
	 * Sets a password on behalf of its owner, who is signed in.
	 * @return the account as it is now, or empty if the issuing gate has shut
	 */
	@Transactional
	public Optional<Account> changePassword(AccountPrincipal owner, String passwordHash) {
		boolean changed = this.jdbc.sql(CHANGE_PASSWORD)
			.param("id", owner.accountId())
			.param("credentialEpoch", owner.credentialEpoch())
			.param("passwordHash", passwordHash)
			.update() == 1;
		return changed ? done("password.changed", owner.accountId()) : Optional.empty();
	}

	/**
	 * Gives an account back to whoever proved its address: a new password, nothing from
	 * before, and only those identities whose address is trusted and the account's own.
	 * Address and factors are frozen for a while.
	 * @param email the address that was proved, which must still be the account's
	 * @return the account as it is now, or empty if it has changed meanwhile
	 */
	@Transactional
	public Optional<Account> recover(UUID id, int credentialEpoch, EmailAddress email, String verifiedBy,
			String passwordHash) {
		boolean recovered = this.jdbc.sql(RECOVER)
			.param("id", id)
			.param("credentialEpoch", credentialEpoch)
			.param("email", email.value())
			.param("verifiedBy", verifiedBy)
			.param("passwordHash", passwordHash)
			.param("freeze", this.properties.freeze().toSeconds())
			.update() == 1;
		if (!recovered) {
			return Optional.empty();
		}
		unlinkUntrusted(id, email);
		return done("account.recovered", id);
	}

	/**
	 * Gives an account back to whoever proved the address that it had before: as a
	 * recovery, whatever the credentials are now, and with that address.
	 * @return the account as it is now, or empty if the address is no longer reserved
	 */
	@Transactional
	public Optional<Account> revert(UUID id, EmailAddress email, String verifiedBy, String passwordHash) {
		boolean reverted = this.jdbc.sql(REVERT)
			.param("id", id)
			.param("email", email.value())
			.param("verifiedBy", verifiedBy)
			.param("passwordHash", passwordHash)
			.param("freeze", this.properties.freeze().toSeconds())
			.update() == 1;
		if (!reverted) {
			return Optional.empty();
		}
		this.jdbc.sql(RELEASE).param("id", id).update();
		unlinkUntrusted(id, email);
		return done("address.reverted", id);
	}

	private void unlinkUntrusted(UUID id, EmailAddress email) {
		List<String> providers = this.jdbc.sql(UNLINK_UNTRUSTED)
			.param("id", id)
			.param("email", email.value())
			.query(String.class)
			.list();
		providers.forEach((provider) -> this.audit
			.record(AuditEvent.success("identity.unlinked").account(id).detail(Map.of("provider", provider))));
	}

	private Optional<Account> done(String kind, UUID id) {
		this.audit.record(AuditEvent.success(kind).account(id));
		return this.accounts.find(id);
	}

}
