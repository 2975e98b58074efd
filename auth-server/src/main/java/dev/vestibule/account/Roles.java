package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The roles that accounts may have, by name.
 */
@Repository
public class Roles extends KnownMemberships {

	private static final String USES = """
			SELECT (SELECT count(*) FROM account_role WHERE role = :name),
			    (SELECT count(*) FROM group_role WHERE role = :name)
			""";

	private final JdbcClient jdbc;

	Roles(JdbcClient jdbc, AuditLog audit) {
		super("role", "role", "SELECT m.* FROM role m\n", jdbc, audit);
		this.jdbc = jdbc;
	}

	@Override
	public Uses uses(String name) {
		return this.jdbc.sql(USES)
			.param("name", name)
			.query((row, number) -> new Uses(row.getInt(1), row.getInt(2)))
			.single();
	}

	@Override
	void setRoles(String name, Set<String> roles) {
		// No role comes with another.
	}

	@Override
	Membership map(ResultSet row) throws SQLException {
		return new Membership(row.getString("name"), row.getString("description"), null, row.getBoolean("enabled"),
				ManagedBy.of(row.getString("managed_by")), row.getTimestamp("created_at").toInstant());
	}

}
