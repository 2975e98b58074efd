package dev.vestibule.account;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import dev.vestibule.account.Account.Role;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do to accounts. Each change looks at the account anew, holds it,
 * changes it and records it in one transaction, so that it counts at every node from the
 * next question to the issuing gate on. One administrator at least is left, whatever is
 * done at once.
 */
@Repository
public class AccountChanges {

	// What was begun before does not come back to life when the account does.
	private static final String DISABLE = """
			UPDATE account SET enabled = false, credential_epoch = credential_epoch + 1 WHERE id = :id
			""";

	private static final String ENABLE = "UPDATE account SET enabled = true WHERE id = :id";

	private static final String SIGN_OUT = "UPDATE account SET credential_epoch = credential_epoch + 1 WHERE id = :id";

	private static final String REQUIRE_PROOF = "UPDATE account SET proof_due_at = now() WHERE id = :id";

	private static final String APPOINT = "UPDATE account SET role = :role WHERE id = :id";

	private static final String BLOCK = """
			INSERT INTO reserved_address (email) VALUES (:email)
			ON CONFLICT (email) DO UPDATE SET account_id = NULL, reserved_until = NULL
			""";

	// Only one at a time makes administrators fewer: whoever waits sees what the others
	// have left.
	private static final String TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('administrators', 2))";

	private static final String ANOTHER = """
			SELECT EXISTS (SELECT FROM account WHERE role = 'administrator' AND enabled AND id <> :id)
			""";

	private final JdbcClient jdbc;

	private final AccountDirectory directory;

	private final Memberships memberships;

	private final AuditLog audit;

	AccountChanges(JdbcClient jdbc, AccountDirectory directory, Memberships memberships, AuditLog audit) {
		this.jdbc = jdbc;
		this.directory = directory;
		this.memberships = memberships;
		this.audit = audit;
	}

	/**
	 * Shuts an account, and ends all that was begun with it.
	 * @return the account as it is then; empty if there is none
	 */
	@Transactional
	public Optional<ManagedAccount> disable(UUID id, Administrator by) {
		return change("account.disabled", id, by, (account) -> {
			if (account.account().enabled()) {
				keepAnAdministrator(account);
				this.jdbc.sql(DISABLE).param("id", id).update();
			}
		});
	}

	/**
	 * Opens an account again; who holds it signs in anew.
	 */
	@Transactional
	public Optional<ManagedAccount> enable(UUID id, Administrator by) {
		return change("account.enabled", id, by, (account) -> this.jdbc.sql(ENABLE).param("id", id).update());
	}

	/**
	 * Ends every session of an account, and everything that was granted in one.
	 */
	@Transactional
	public Optional<ManagedAccount> signOut(UUID id, Administrator by) {
		Optional<ManagedAccount> account = holdFor(id, by);
		account.ifPresent((found) -> {
			this.jdbc.sql(SIGN_OUT).param("id", id).update();
			record("account.signed-out", id, by, Map.of(), Map.of());
		});
		return account;
	}

	/**
	 * Demands a new proof of an account's address; until it is given nothing is issued.
	 */
	@Transactional
	public Optional<ManagedAccount> requireProof(UUID id, Administrator by) {
		return change("account.proof-required", id, by, (account) -> {
			if (account.account().proofDueAt() == null) {
				this.jdbc.sql(REQUIRE_PROOF).param("id", id).update();
			}
		});
	}

	/**
	 * Says what a person may do in the administration.
	 * @param role null for nothing
	 */
	@Transactional
	public Optional<ManagedAccount> appoint(UUID id, @Nullable Role role, Administrator by) {
		return change("administrator.appointed", id, by, (account) -> {
			if (role != Role.ADMINISTRATOR) {
				keepAnAdministrator(account);
			}
			this.jdbc.sql(APPOINT).param("id", id).param("role", (role != null) ? role.label() : null).update();
		});
	}

	/**
	 * Says which roles and groups an account has.
	 * @param roles null for those that it has already; likewise the groups
	 * @throws UnknownNameException naming one that there is not; nothing is changed then
	 */
	@Transactional
	public Optional<ManagedAccount> assign(UUID id, @Nullable Set<String> roles, @Nullable Set<String> groups,
			Administrator by) {
		return change("account.assigned", id, by, (account) -> {
			if (roles != null) {
				this.memberships.setRoles(id, roles);
			}
			if (groups != null) {
				this.memberships.setGroups(id, groups);
			}
		});
	}

	/**
	 * Deletes an account with all that is its own. The address of a disabled one stays
	 * blocked.
	 * @return false if there is none
	 */
	@Transactional
	public boolean delete(UUID id, Administrator by) {
		Optional<ManagedAccount> account = holdFor(id, by);
		account.ifPresent((found) -> {
			keepAnAdministrator(found);
			if (!found.account().enabled()) {
				this.jdbc.sql(BLOCK).param("email", found.account().email().value()).update();
			}
			this.jdbc.sql("DELETE FROM account WHERE id = :id").param("id", id).update();
			record("account.deleted", id, by, found.fields(), Map.of());
		});
		return account.isPresent();
	}

	private Optional<ManagedAccount> change(String kind, UUID id, Administrator by, Consumer<ManagedAccount> change) {
		return holdFor(id, by).map((before) -> {
			change.accept(before);
			ManagedAccount after = this.directory.find(id).orElseThrow();
			if (!after.fields().equals(before.fields())) {
				record(kind, id, by, before.fields(), after.fields());
			}
			return after;
		});
	}

	/**
	 * The account as it stays until this transaction changes it, or ends, if it is one
	 * that the administrator may look after.
	 * @throws AdministratorNeededException if it is not
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<ManagedAccount> holdFor(UUID id, Administrator by) {
		Optional<ManagedAccount> account = this.directory.lock(id);
		if (account.isPresent() && !by.mayLookAfter(account.get())) {
			throw new AdministratorNeededException();
		}
		return account;
	}

	private void keepAnAdministrator(ManagedAccount account) {
		if (account.account().role() != Role.ADMINISTRATOR || !account.account().enabled()) {
			return;
		}
		this.jdbc.sql(TAKE_TURN).query((row) -> {
		});
		if (!this.jdbc.sql(ANOTHER).param("id", account.account().id()).query(Boolean.class).single()) {
			throw new LastAdministratorException();
		}
	}

	private void record(String kind, UUID id, Administrator by, Map<String, Object> before, Map<String, Object> after) {
		this.audit.record(AuditEvent.success(kind).account(id).detail(Map.of("by", by.name())).changed(before, after));
	}

}
