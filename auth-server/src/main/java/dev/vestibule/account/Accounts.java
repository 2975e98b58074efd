package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.vestibule.account.Account.Role;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The accounts. Addresses are unique, and an identity belongs to one account at most: the
 * database decides both.
 */
@Repository
public class Accounts {

	static final String COLUMNS = """
			SELECT a.id, a.email, a.verified_at, a.verified_by, a.name, a.role, a.enabled, a.proof_due_at, a.credential_epoch,
			    a.locale, a.frozen_until
			""";

	private static final String SELECT = COLUMNS + """
			FROM account a
			""";

	private static final String WITH_PASSWORD = COLUMNS + """
			    , a.password_hash
			FROM account a WHERE a.email = :email
			""";

	private static final String BY_IDENTITY = SELECT + """
			JOIN federated_identity i ON i.account_id = a.id
			WHERE i.provider = :provider AND i.authority = :authority AND i.subject = :subject
			""";

	private static final String RESERVED = """
			SELECT EXISTS (SELECT FROM reserved_address WHERE email = :email
			    AND (reserved_until IS NULL OR reserved_until > now())
			    AND (account_id IS NULL OR account_id IS DISTINCT FROM :accountId))
			""";

	private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', :provider, :authority, :subject), 1))";

	private static final String INSERT = """
			INSERT INTO account (email, verified_at, verified_by, name, password_hash, locale)
			SELECT :email, now(), :verifiedBy, :name, :passwordHash, :locale
			WHERE NOT EXISTS (SELECT FROM reserved_address r WHERE r.email = :email
			    AND (r.reserved_until IS NULL OR r.reserved_until > now()))
			ON CONFLICT (email) DO NOTHING
			RETURNING id
			""";

	private static final String LINK = """
			INSERT INTO federated_identity (provider, authority, subject, account_id, email, email_trusted)
			SELECT :provider, :authority, :subject, id, :email, :trusted FROM account
			WHERE id = :accountId AND enabled AND proof_due_at IS NULL AND credential_epoch = :credentialEpoch
			FOR SHARE
			ON CONFLICT DO NOTHING
			""";

	// Of two at once the second sees what the first has left.
	private static final String LOCK_OWNER = """
			SELECT id FROM account
			WHERE id = :id AND enabled AND proof_due_at IS NULL AND credential_epoch = :credentialEpoch
			    AND (frozen_until IS NULL OR frozen_until <= now())
			FOR UPDATE
			""";

	private static final String UNLINK = """
			DELETE FROM federated_identity i
			WHERE account_id = :id AND provider = :provider AND authority = :authority AND subject = :subject
			    AND (EXISTS (SELECT FROM account a WHERE a.id = :id AND a.password_hash IS NOT NULL)
			        OR EXISTS (SELECT FROM federated_identity o WHERE o.account_id = :id
			            AND (o.provider, o.authority, o.subject) <> (i.provider, i.authority, i.subject)))
			""";

	private static final String FORGET = """
			DELETE FROM federated_identity
			WHERE account_id = :id AND provider = :provider AND authority = :authority AND subject = :subject
			""";

	private static final String IDENTITIES = """
			SELECT provider, authority, subject, email, linked_at FROM federated_identity
			WHERE account_id = :id ORDER BY linked_at
			""";

	private static final String NOTE_PROVIDER_EMAIL = """
			UPDATE federated_identity SET email = :email, email_trusted = :trusted
			WHERE provider = :provider AND authority = :authority AND subject = :subject
			    AND (email IS DISTINCT FROM :email OR email_trusted <> :trusted)
			""";

	private final JdbcClient jdbc;

	private final FirstAdministrator firstAdministrator;

	private final SignUpPolicy policy;

	private final Invitations invitations;

	private final AuditLog audit;

	Accounts(JdbcClient jdbc, FirstAdministrator firstAdministrator, SignUpPolicy policy, Invitations invitations,
			AuditLog audit) {
		this.jdbc = jdbc;
		this.firstAdministrator = firstAdministrator;
		this.policy = policy;
		this.invitations = invitations;
		this.audit = audit;
	}

	public Optional<Account> find(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE a.id = :id").param("id", id).query(Accounts::map).optional();
	}

	/**
	 * The addresses of those accounts that there are, by id.
	 */
	public Map<UUID, String> emails(Collection<UUID> ids) {
		Map<UUID, String> emails = new HashMap<>();
		if (!ids.isEmpty()) {
			this.jdbc.sql("SELECT id, email FROM account WHERE id = ANY (:ids::uuid[])")
				.param("ids", ids.toArray(UUID[]::new))
				.query((row) -> {
					emails.put(row.getObject("id", UUID.class), row.getString("email"));
				});
		}
		return emails;
	}

	public Optional<Account> findByEmail(EmailAddress email) {
		return this.jdbc.sql(SELECT + "WHERE a.email = :email")
			.param("email", email.value())
			.query(Accounts::map)
			.optional();
	}

	/**
	 * An account with its encoded password.
	 */
	public Optional<WithPassword> findWithPassword(EmailAddress email) {
		return this.jdbc.sql(WITH_PASSWORD)
			.param("email", email.value())
			.query((row, number) -> new WithPassword(map(row, number), row.getString("password_hash")))
			.optional();
	}

	public Optional<Account> findByIdentity(FederatedIdentity identity) {
		return this.jdbc.sql(BY_IDENTITY)
			.param("provider", identity.provider())
			.param("authority", identity.authority())
			.param("subject", identity.subject())
			.query(Accounts::map)
			.optional();
	}

	/**
	 * The providers that sign in to an account, one for each linked identity.
	 */
	public List<String> providersOf(Account account) {
		return this.jdbc.sql("SELECT provider FROM federated_identity WHERE account_id = :id ORDER BY linked_at")
			.param("id", account.id())
			.query(String.class)
			.list();
	}

	/**
	 * The identities that sign in to an account, in the order in which they were linked.
	 */
	public List<LinkedIdentity> identitiesOf(Account account) {
		return this.jdbc.sql(IDENTITIES).param("id", account.id()).query(LinkedIdentity::map).list();
	}

	/**
	 * The encoded password of an account, or null if it has none.
	 */
	public @Nullable String passwordHash(UUID id) {
		return this.jdbc.sql("SELECT password_hash FROM account WHERE id = :id")
			.param("id", id)
			.query((row, number) -> Optional.ofNullable(row.getString(1)))
			.optional()
			.flatMap((hash) -> hash)
			.orElse(null);
	}

	/**
	 * Whether an address without a holder may not be had either.
	 */
	public boolean isReserved(EmailAddress email) {
		return isReserved(email, null);
	}

	/**
	 * Whether an address without a holder may not be had by an account either.
	 */
	public boolean isReserved(EmailAddress email, @Nullable Account account) {
		return this.jdbc.sql(RESERVED)
			.param("email", email.value())
			.param("accountId", (account != null) ? account.id() : null, Types.OTHER)
			.query(Boolean.class)
			.single();
	}

	/**
	 * From here on the caller's transaction is the only one that decides what becomes of
	 * an identity.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void lock(FederatedIdentity identity) {
		this.jdbc.sql(LOCK)
			.param("provider", identity.provider())
			.param("authority", identity.authority())
			.param("subject", identity.subject())
			.query((row) -> {
			});
	}

	/**
	 * Remembers the language that the person uses.
	 */
	public void noteLocale(Account account, Locale locale) {
		if (!account.locale().equals(locale)) {
			this.jdbc.sql("UPDATE account SET locale = :locale WHERE id = :id")
				.param("locale", locale.toLanguageTag())
				.param("id", account.id())
				.update();
		}
	}

	/**
	 * Creates an account for an address that was just proved.
	 * @return the account, or empty if the address has a holder, is reserved, or may not
	 * have one
	 */
	@Transactional
	public Optional<Account> create(NewAccount account) {
		if (!this.policy.admits(account.email())) {
			return Optional.empty();
		}
		Optional<UUID> id = this.jdbc.sql(INSERT)
			.param("email", account.email().value())
			.param("verifiedBy", account.verifiedBy())
			.param("name", account.name())
			.param("passwordHash", account.passwordHash())
			.param("locale", account.locale().toLanguageTag())
			.query(UUID.class)
			.optional();
		id.ifPresent((created) -> {
			this.audit.record(AuditEvent.success("account.created").account(created));
			this.invitations.accept(created, account.email());
			this.firstAdministrator.consider(created, account);
		});
		return id.flatMap(this::find);
	}

	/**
	 * Links an identity to an account, if the issuing gate is still open to who holds it.
	 * @param email what the provider says the address is; kept to be shown
	 * @param trusted whether its word on that is as good as a proof
	 * @return false if the gate has shut, or the identity belongs to an account already
	 */
	@Transactional
	public boolean link(Account account, FederatedIdentity identity, @Nullable EmailAddress email, boolean trusted) {
		boolean linked = this.jdbc.sql(LINK)
			.param("provider", identity.provider())
			.param("authority", identity.authority())
			.param("subject", identity.subject())
			.param("accountId", account.id())
			.param("credentialEpoch", account.credentialEpoch())
			.param("email", (email != null) ? email.value() : null)
			.param("trusted", trusted)
			.update() == 1;
		if (linked) {
			this.audit.record(AuditEvent.success("identity.linked")
				.account(account.id())
				.detail(Map.of("provider", identity.provider())));
		}
		return linked;
	}

	/**
	 * Takes an identity from an account, unless it is the last way in.
	 * @return false if it is, if it is not the account's, or if the issuing gate has shut
	 * or the account is frozen
	 */
	@Transactional
	public boolean unlink(Account account, FederatedIdentity identity) {
		boolean unlinked = this.jdbc.sql(LOCK_OWNER)
			.param("id", account.id())
			.param("credentialEpoch", account.credentialEpoch())
			.query(UUID.class)
			.optional()
			.filter((id) -> this.jdbc.sql(UNLINK)
				.param("id", id)
				.param("provider", identity.provider())
				.param("authority", identity.authority())
				.param("subject", identity.subject())
				.update() == 1)
			.isPresent();
		if (unlinked) {
			this.audit.record(AuditEvent.success("identity.unlinked")
				.account(account.id())
				.detail(Map.of("provider", identity.provider())));
		}
		return unlinked;
	}

	/**
	 * Takes an identity from an account because the provider says so, be it the last way
	 * in: a mail still leads back to the account.
	 * @return false if it is not the account's
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean forget(Account account, FederatedIdentity identity) {
		boolean forgotten = this.jdbc.sql(FORGET)
			.param("id", account.id())
			.param("provider", identity.provider())
			.param("authority", identity.authority())
			.param("subject", identity.subject())
			.update() == 1;
		if (forgotten) {
			this.audit.record(AuditEvent.success("identity.unlinked")
				.account(account.id())
				.detail(Map.of("provider", identity.provider(), "by", "provider")));
		}
		return forgotten;
	}

	/**
	 * Remembers what the provider now says the address is; the account's own is
	 * untouched.
	 */
	public void noteProviderEmail(FederatedIdentity identity, @Nullable EmailAddress email, boolean trusted) {
		this.jdbc.sql(NOTE_PROVIDER_EMAIL)
			.param("provider", identity.provider())
			.param("authority", identity.authority())
			.param("subject", identity.subject())
			.param("email", (email != null) ? email.value() : null)
			.param("trusted", trusted)
			.update();
	}

	static Account map(ResultSet row, int number) throws SQLException {
		String role = row.getString("role");
		Timestamp proofDueAt = row.getTimestamp("proof_due_at");
		Timestamp frozenUntil = row.getTimestamp("frozen_until");
		return new Account(row.getObject("id", UUID.class), new EmailAddress(row.getString("email")),
				row.getTimestamp("verified_at").toInstant(), row.getString("verified_by"), row.getString("name"),
				(role != null) ? Role.valueOf(role.toUpperCase(Locale.ROOT)) : null, row.getBoolean("enabled"),
				(proofDueAt != null) ? proofDueAt.toInstant() : null, row.getInt("credential_epoch"),
				Locale.forLanguageTag(row.getString("locale")), (frozenUntil != null) ? frozenUntil.toInstant() : null);
	}

	/**
	 * An account and its encoded password, which is null if it has none.
	 */
	public record WithPassword(Account account, @Nullable String passwordHash) {

	}

}
