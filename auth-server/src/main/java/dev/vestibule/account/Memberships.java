package dev.vestibule.account;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which roles and groups an account has.
 */
@Repository
class Memberships {

	private static final String ROLES = "roles";

	private static final String GROUPS = "groups";

	private static final String GIVE_ROLES = """
			INSERT INTO account_role (account_id, role)
			SELECT :id, name FROM role WHERE name = ANY (:names::text[])
			ON CONFLICT DO NOTHING
			""";

	private static final String JOIN_GROUPS = """
			INSERT INTO group_member (account_id, group_name)
			SELECT :id, name FROM account_group WHERE name = ANY (:names::text[])
			ON CONFLICT DO NOTHING
			""";

	private static final String TAKE_ROLES = """
			DELETE FROM account_role WHERE account_id = :id AND NOT role = ANY (:names::text[])
			""";

	private static final String LEAVE_GROUPS = """
			DELETE FROM group_member WHERE account_id = :id AND NOT group_name = ANY (:names::text[])
			""";

	private final JdbcClient jdbc;

	Memberships(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void setRoles(UUID id, Set<String> roles) {
		check(ROLES, roles);
		run(TAKE_ROLES, id, roles);
		run(GIVE_ROLES, id, roles);
	}

	void setGroups(UUID id, Set<String> groups) {
		check(GROUPS, groups);
		run(LEAVE_GROUPS, id, groups);
		run(JOIN_GROUPS, id, groups);
	}

	/**
	 * Adds those that there are.
	 */
	void add(UUID id, Collection<String> roles, Collection<String> groups) {
		run(GIVE_ROLES, id, roles);
		run(JOIN_GROUPS, id, groups);
	}

	/**
	 * @throws UnknownNameException if there is not each of them
	 */
	void check(Set<String> roles, Set<String> groups) {
		check(ROLES, roles);
		check(GROUPS, groups);
	}

	private void check(String field, Set<String> names) {
		String table = field.equals(ROLES) ? "role" : "account_group";
		List<String> known = this.jdbc
			.sql("SELECT name FROM " + table + " WHERE name = ANY (:names::text[]) FOR KEY SHARE")
			.param("names", names.toArray(String[]::new))
			.query(String.class)
			.list();
		TreeSet<String> unknown = new TreeSet<>(names);
		known.forEach(unknown::remove);
		if (!unknown.isEmpty()) {
			throw new UnknownNameException(field, unknown.first());
		}
	}

	private void run(String sql, UUID id, Collection<String> names) {
		this.jdbc.sql(sql).param("id", id).param("names", names.toArray(String[]::new)).update();
	}

}
