package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The roles that accounts may have, by name.
 */
@Repository
public class Roles {

	private static final String LIST = """
			SELECT * FROM role WHERE name > :after AND strpos(lower(name || ' ' || description), lower(:q)) > 0
			ORDER BY name LIMIT :limit
			""";

	private static final String ADD = """
			INSERT INTO role (name, description) VALUES (:name, :description) ON CONFLICT DO NOTHING
			""";

	private static final String DESCRIBE = """
			UPDATE role SET description = :description, managed_by = :managedBy, declared_by = :document
			WHERE name = :name
			""";

	private final JdbcClient jdbc;

	private final AuditLog audit;

	Roles(JdbcClient jdbc, AuditLog audit) {
		this.jdbc = jdbc;
		this.audit = audit;
	}

	/**
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountRole> list(@Nullable String q, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("q", (q != null) ? q : "")
			.param("after", after)
			.param("limit", limit)
			.query(Roles::map)
			.list();
	}

	public Optional<AccountRole> find(String name) {
		return this.jdbc.sql("SELECT * FROM role WHERE name = :name").param("name", name).query(Roles::map).optional();
	}

	/**
	 * @return empty if the name is taken
	 */
	@Transactional
	public Optional<AccountRole> create(String name, String description, Administrator by) {
		if (this.jdbc.sql(ADD).param("name", name).param("description", description).update() == 0) {
			return Optional.empty();
		}
		Optional<AccountRole> created = find(name);
		created.ifPresent((role) -> record("role.created", name, Map.of(), role.fields(), by.name()));
		return created;
	}

	/**
	 * @return empty if there is no such role
	 */
	@Transactional
	public Optional<AccountRole> describe(String name, String description, Administrator by) {
		return findToChange(name).map(Roles::requireOfApi).map((before) -> {
			write(name, description, null);
			AccountRole after = find(name).orElseThrow();
			if (!after.equals(before)) {
				record("role.changed", name, before.fields(), after.fields(), by.name());
			}
			return after;
		});
	}

	/**
	 * Makes a role what a document says, by which it is managed from now on. Nothing is
	 * written if it is so already.
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void declare(String name, String description, String document, String by) {
		Optional<AccountRole> before = findToChange(name);
		if (before.filter((role) -> role.managedBy() == ManagedBy.CONFIGURATION)
			.filter((role) -> role.description().equals(description))
			.isPresent()) {
			return;
		}
		this.jdbc.sql(ADD).param("name", name).param("description", description).update();
		write(name, description, document);
		record(before.isPresent() ? "role.changed" : "role.created", name,
				before.map(AccountRole::fields).orElse(Map.of()), find(name).orElseThrow().fields(), by);
	}

	/**
	 * Leaves a role that the document no longer names to the API, or takes it away.
	 * @param prune whether it is deleted, whoever has it
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String name, boolean prune, String by) {
		findToChange(name).ifPresent((before) -> {
			if (prune) {
				this.jdbc.sql("DELETE FROM role WHERE name = :name").param("name", name).update();
				record("role.deleted", name, before.fields(), Map.of(), by);
			}
			else if (before.managedBy() == ManagedBy.CONFIGURATION) {
				this.jdbc.sql("UPDATE role SET managed_by = 'api' WHERE name = :name").param("name", name).update();
				record("role.changed", name, before.fields(), find(name).orElseThrow().fields(), by);
			}
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc.sql("SELECT name, declared_by FROM role WHERE declared_by IS NOT NULL ORDER BY name").query((row) -> {
			declared.put(row.getString(1), row.getString(2));
		});
		return declared;
	}

	/**
	 * Deletes a role.
	 * @param evenIfInUse takes it from all that have it
	 * @return false if there is no such role
	 * @throws InUseException if something has it; nothing is changed then
	 */
	@Transactional
	public boolean delete(String name, boolean evenIfInUse, Administrator by) {
		Optional<AccountRole> role = findToChange(name);
		role.map(Roles::requireOfApi).ifPresent((found) -> {
			Uses uses = uses(name);
			if (!evenIfInUse && !uses.isNone()) {
				throw new InUseException(uses);
			}
			this.jdbc.sql("DELETE FROM role WHERE name = :name").param("name", name).update();
			record("role.deleted", name, found.fields(), Map.of(), by.name());
		});
		return role.isPresent();
	}

	/**
	 * What has a role now.
	 */
	public Uses uses(String name) {
		return new Uses(count("SELECT count(*) FROM account_role WHERE role = :name", name),
				count("SELECT count(*) FROM group_role WHERE role = :name", name));
	}

	/**
	 * The role as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<AccountRole> findToChange(String name) {
		return this.jdbc.sql("SELECT * FROM role WHERE name = :name FOR UPDATE")
			.param("name", name)
			.query(Roles::map)
			.optional();
	}

	private int count(String sql, String name) {
		return this.jdbc.sql(sql).param("name", name).query(Integer.class).single();
	}

	private void write(String name, String description, @Nullable String document) {
		this.jdbc.sql(DESCRIBE)
			.param("name", name)
			.param("description", description)
			.param("managedBy", ((document != null) ? ManagedBy.CONFIGURATION : ManagedBy.API).label())
			.param("document", document)
			.update();
	}

	private static AccountRole requireOfApi(AccountRole role) {
		if (role.managedBy() == ManagedBy.CONFIGURATION) {
			throw new ConfiguredException("role");
		}
		return role;
	}

	private void record(String kind, String name, Map<String, Object> before, Map<String, Object> after, String by) {
		this.audit.record(AuditEvent.success(kind).detail(Map.of("role", name, "by", by)).changed(before, after));
	}

	private static AccountRole map(ResultSet row, int number) throws SQLException {
		return new AccountRole(row.getString("name"), row.getString("description"),
				ManagedBy.of(row.getString("managed_by")), row.getTimestamp("created_at").toInstant());
	}

}
