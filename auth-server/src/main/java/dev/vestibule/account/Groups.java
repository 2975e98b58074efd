package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import org.jspecify.annotations.Nullable;

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

	private static final String LIST = SELECT + """
			WHERE g.name > :after AND strpos(lower(g.name || ' ' || g.description), lower(:q)) > 0
			ORDER BY g.name LIMIT :limit
			""";

	private static final String ADD = """
			INSERT INTO account_group (name, description) VALUES (:name, :description) ON CONFLICT DO NOTHING
			""";

	private static final String DESCRIBE = """
			UPDATE account_group SET description = :description, managed_by = :managedBy,
			    declared_by = :document
			WHERE name = :name
			""";

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
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountGroup> list(@Nullable String q, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("q", (q != null) ? q : "")
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
		created.ifPresent((group) -> record("group.created", name, Map.of(), group.fields(), by.name()));
		return created;
	}

	/**
	 * @return empty if there is no such group
	 * @throws UnknownNameException naming a role that there is not; nothing is changed
	 * then
	 */
	@Transactional
	public Optional<AccountGroup> change(String name, String description, Set<String> roles, Administrator by) {
		return findToChange(name).map(Groups::requireOfApi).map((before) -> {
			write(name, description, roles, null);
			AccountGroup after = find(name).orElseThrow();
			if (!after.equals(before)) {
				record("group.changed", name, before.fields(), after.fields(), by.name());
			}
			return after;
		});
	}

	/**
	 * Makes a group what a document says, by which it is managed from now on. Nothing is
	 * written if it is so already.
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 * @throws UnknownNameException naming a role that there is not
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void declare(String name, String description, Set<String> roles, String document, String by) {
		Optional<AccountGroup> before = findToChange(name);
		if (before.filter((group) -> group.managedBy() == ManagedBy.CONFIGURATION)
			.filter((group) -> group.description().equals(description) && Set.copyOf(group.roles()).equals(roles))
			.isPresent()) {
			return;
		}
		this.jdbc.sql(ADD).param("name", name).param("description", description).update();
		write(name, description, roles, document);
		record(before.isPresent() ? "group.changed" : "group.created", name,
				before.map(AccountGroup::fields).orElse(Map.of()), find(name).orElseThrow().fields(), by);
	}

	/**
	 * Leaves a group that the document no longer names to the API, or takes it away.
	 * @param prune whether it is deleted, whoever is in it
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String name, boolean prune, String by) {
		findToChange(name).ifPresent((before) -> {
			if (prune) {
				this.jdbc.sql("DELETE FROM account_group WHERE name = :name").param("name", name).update();
				record("group.deleted", name, before.fields(), Map.of(), by);
			}
			else if (before.managedBy() == ManagedBy.CONFIGURATION) {
				this.jdbc.sql("UPDATE account_group SET managed_by = 'api' WHERE name = :name")
					.param("name", name)
					.update();
				record("group.changed", name, before.fields(), find(name).orElseThrow().fields(), by);
			}
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc.sql("SELECT name, declared_by FROM account_group WHERE declared_by IS NOT NULL ORDER BY name")
			.query((row) -> {
				declared.put(row.getString(1), row.getString(2));
			});
		return declared;
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
		group.map(Groups::requireOfApi).ifPresent((found) -> {
			Uses uses = uses(name);
			if (!evenIfInUse && !uses.isNone()) {
				throw new InUseException(uses);
			}
			this.jdbc.sql("DELETE FROM account_group WHERE name = :name").param("name", name).update();
			record("group.deleted", name, found.fields(), Map.of(), by.name());
		});
		return group.isPresent();
	}

	/**
	 * Who is in a group now.
	 */
	public Uses uses(String name) {
		return new Uses(this.jdbc.sql("SELECT count(*) FROM group_member WHERE group_name = :name")
			.param("name", name)
			.query(Integer.class)
			.single(), 0);
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

	private void write(String name, String description, Set<String> roles, @Nullable String document) {
		this.memberships.check(roles, Set.of());
		this.jdbc.sql(DESCRIBE)
			.param("name", name)
			.param("description", description)
			.param("managedBy", ((document != null) ? ManagedBy.CONFIGURATION : ManagedBy.API).label())
			.param("document", document)
			.update();
		setRoles(name, roles);
	}

	private static AccountGroup requireOfApi(AccountGroup group) {
		if (group.managedBy() == ManagedBy.CONFIGURATION) {
			throw new ConfiguredException("group");
		}
		return group;
	}

	private void setRoles(String name, Set<String> roles) {
		String[] names = roles.toArray(String[]::new);
		this.jdbc.sql(TAKE_ROLES).param("name", name).param("roles", names).update();
		this.jdbc.sql(GIVE_ROLES).param("name", name).param("roles", names).update();
	}

	private void record(String kind, String name, Map<String, Object> before, Map<String, Object> after, String by) {
		this.audit.record(AuditEvent.success(kind).detail(Map.of("group", name, "by", by)).changed(before, after));
	}

	private static AccountGroup map(ResultSet row, int number) throws SQLException {
		return new AccountGroup(row.getString("name"), row.getString("description"),
				AccountDirectory.strings(row, "roles"), ManagedBy.of(row.getString("managed_by")),
				row.getTimestamp("created_at").toInstant());
	}

}
