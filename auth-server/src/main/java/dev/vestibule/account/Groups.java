package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The groups that accounts may be in, by name, and the roles that come with them.
 */
@Repository
public class Groups extends KnownMemberships {

	private static final String SELECT = """
			SELECT m.*, ARRAY(SELECT r.role FROM group_role r WHERE r.group_name = m.name ORDER BY r.role) AS roles
			FROM account_group m
			""";

	private static final String GIVE_ROLES = """
			INSERT INTO group_role (group_name, role) SELECT :name, unnest(:roles::text[]) ON CONFLICT DO NOTHING
			""";

	private static final String TAKE_ROLES = """
			DELETE FROM group_role WHERE group_name = :name AND NOT role = ANY (:roles::text[])
			""";

	private final JdbcClient jdbc;

	private final Memberships memberships;

	Groups(JdbcClient jdbc, Memberships memberships, AuditLog audit) {
		super("group", "account_group", SELECT, jdbc, audit);
		this.jdbc = jdbc;
		this.memberships = memberships;
	}

	@Override
	public Uses uses(String name) {
		return new Uses(this.jdbc.sql("SELECT count(*) FROM group_member WHERE group_name = :name")
			.param("name", name)
			.query(Integer.class)
			.single(), 0);
	}

	@Override
	void setRoles(String name, Set<String> roles) {
		this.memberships.check(roles, Set.of());
		String[] names = roles.toArray(String[]::new);
		this.jdbc.sql(TAKE_ROLES).param("name", name).param("roles", names).update();
		this.jdbc.sql(GIVE_ROLES).param("name", name).param("roles", names).update();
	}

	@Override
	Membership map(ResultSet row) throws SQLException {
		return new Membership(row.getString("name"), row.getString("description"),
				AccountDirectory.strings(row, "roles"), row.getBoolean("enabled"),
				ManagedBy.of(row.getString("managed_by")), row.getTimestamp("created_at").toInstant());
	}

}
