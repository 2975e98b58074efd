package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

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
			SELECT * FROM role WHERE name > :after ORDER BY name LIMIT :limit
			""";

	private static final String ADD = """
			INSERT INTO role (name, description) VALUES (:name, :description) ON CONFLICT DO NOTHING
			""";

	private static final String DESCRIBE = """
			UPDATE role SET description = :description WHERE name = :name
			""";

	private final JdbcClient jdbc;

	private final AuditLog audit;

	Roles(JdbcClient jdbc, AuditLog audit) {
		this.jdbc = jdbc;
		this.audit = audit;
	}

	/**
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountRole> list(String after, int limit) {
		return this.jdbc.sql(LIST).param("after", after).param("limit", limit).query(Roles::map).list();
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
		created.ifPresent((role) -> record("role.created", name, Map.of(), role.fields(), by));
		return created;
	}

	/**
	 * @return empty if there is no such role
	 */
	@Transactional
	public Optional<AccountRole> describe(String name, String description, Administrator by) {
		return findToChange(name).map((before) -> {
			this.jdbc.sql(DESCRIBE).param("name", name).param("description", description).update();
			AccountRole after = find(name).orElseThrow();
			if (!after.equals(before)) {
				record("role.changed", name, before.fields(), after.fields(), by);
			}
			return after;
		});
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
		role.ifPresent((found) -> {
			int accounts = count("SELECT count(*) FROM account_role WHERE role = :name", name);
			int groups = count("SELECT count(*) FROM group_role WHERE role = :name", name);
			if (!evenIfInUse && accounts + groups > 0) {
				throw new InUseException(accounts, groups);
			}
			this.jdbc.sql("DELETE FROM role WHERE name = :name").param("name", name).update();
			record("role.deleted", name, found.fields(), Map.of(), by);
		});
		return role.isPresent();
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

	private void record(String kind, String name, Map<String, Object> before, Map<String, Object> after,
			Administrator by) {
		this.audit
			.record(AuditEvent.success(kind).detail(Map.of("role", name, "by", by.name())).changed(before, after));
	}

	private static AccountRole map(ResultSet row, int number) throws SQLException {
		return new AccountRole(row.getString("name"), row.getString("description"),
				row.getTimestamp("created_at").toInstant());
	}

}
