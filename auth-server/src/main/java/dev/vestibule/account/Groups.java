package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The groups that accounts may be in, by name, and the roles that come with them.
 */
@Repository
public class Groups {

	private static final String SELECT = """
			SELECT g.*, ARRAY(SELECT r.role FROM group_role r WHERE r.group_name = g.name ORDER BY r.role) AS roles
			FROM account_group g
			""";

	private static final String ADD = """
			INSERT INTO account_group (name, description) VALUES (:name, :description) ON CONFLICT DO NOTHING
			""";

	private static final String DESCRIBE = "UPDATE account_group SET description = :description WHERE name = :name";

	private static final String GIVE_ROLES = """
			INSERT INTO group_role (group_name, role) SELECT :name, unnest(:roles::text[]) ON CONFLICT DO NOTHING
			""";

	private static final String TAKE_ROLES = """
			DELETE FROM group_role WHERE group_name = :name AND NOT role = ANY (:roles::text[])
			""";

	private final JdbcClient jdbc;

	private final Memberships memberships;

	private final AuditLog audit;

	Groups(JdbcClient jdbc, Memberships memberships, AuditLog audit) {
		this.jdbc = jdbc;
		this.memberships = memberships;
		this.audit = audit;
	}

	/**
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountGroup> list(String after, int limit) {
		return this.jdbc.sql(SELECT + "WHERE g.name > :after ORDER BY g.name LIMIT :limit")
			.param("after", after)
			.param("limit", limit)
			.query(Groups::map)
			.list();
	}

	public Optional<AccountGroup> find(String name) {
		return this.jdbc.sql(SELECT + "WHERE g.name = :name").param("name", name).query(Groups::map).optional();
	}

	/**
	 * @return empty if the name is taken
	 * @throws UnknownNameException naming a role that there is not; nothing is changed
	 * then
	 */
	@Transactional
	public Optional<AccountGroup> create(String name, String description, Set<String> roles, Administrator by) {
		this.memberships.check(roles, Set.of());
		if (this.jdbc.sql(ADD).param("name", name).param("description", description).update() == 0) {
			return Optional.empty();
		}
		setRoles(name, roles);
		Optional<AccountGroup> created = find(name);
		created.ifPresent((group) -> record("group.created", name, Map.of(), group.fields(), by));
		return created;
	}

	/**
	 * @return empty if there is no such group
	 * @throws UnknownNameException naming a role that there is not; nothing is changed
	 * then
	 */
	@Transactional
	public Optional<AccountGroup> change(String name, String description, Set<String> roles, Administrator by) {
		return findToChange(name).map((before) -> {
			this.memberships.check(roles, Set.of());
			this.jdbc.sql(DESCRIBE).param("name", name).param("description", description).update();
			setRoles(name, roles);
			AccountGroup after = find(name).orElseThrow();
			if (!after.equals(before)) {
				record("group.changed", name, before.fields(), after.fields(), by);
			}
			return after;
		});
	}

	/**
	 * Deletes a group.
	 * @param evenIfInUse takes it from all that are in it
	 * @return false if there is no such group
	 * @throws InUseException if somebody is in it; nothing is changed then
	 */
	@Transactional
	public boolean delete(String name, boolean evenIfInUse, Administrator by) {
		Optional<AccountGroup> group = findToChange(name);
		group.ifPresent((found) -> {
			int members = this.jdbc.sql("SELECT count(*) FROM group_member WHERE group_name = :name")
				.param("name", name)
				.query(Integer.class)
				.single();
			if (!evenIfInUse && members > 0) {
				throw new InUseException(members, 0);
			}
			this.jdbc.sql("DELETE FROM account_group WHERE name = :name").param("name", name).update();
			record("group.deleted", name, found.fields(), Map.of(), by);
		});
		return group.isPresent();
	}

	/**
	 * The group as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<AccountGroup> findToChange(String name) {
		return this.jdbc.sql("SELECT name FROM account_group WHERE name = :name FOR UPDATE")
			.param("name", name)
			.query(String.class)
			.optional()
			.flatMap(this::find);
	}

	private void setRoles(String name, Set<String> roles) {
		String[] names = roles.toArray(String[]::new);
		this.jdbc.sql(TAKE_ROLES).param("name", name).param("roles", names).update();
		this.jdbc.sql(GIVE_ROLES).param("name", name).param("roles", names).update();
	}

	private void record(String kind, String name, Map<String, Object> before, Map<String, Object> after,
			Administrator by) {
		this.audit
			.record(AuditEvent.success(kind).detail(Map.of("group", name, "by", by.name())).changed(before, after));
	}

	private static AccountGroup map(ResultSet row, int number) throws SQLException {
		return new AccountGroup(row.getString("name"), row.getString("description"),
				AccountDirectory.strings(row, "roles"), row.getTimestamp("created_at").toInstant());
	}

}
