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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The roles that accounts may have, or the groups that they may be in, by name.
 */
public abstract class KnownMemberships {

	private final String kind;

	private final String table;

	private final String select;

	private final JdbcClient jdbc;

	private final AuditLog audit;

	/**
	 * @param kind what each is called in the audit log
	 * @param table in which they are
	 * @param select all of it as {@code m}, with {@code roles} if roles come with them
	 */
	KnownMemberships(String kind, String table, String select, JdbcClient jdbc, AuditLog audit) {
		this.kind = kind;
		this.table = table;
		this.select = select;
		this.jdbc = jdbc;
		this.audit = audit;
	}

	/**
	 * From what one would be taken if it were not there.
	 */
	public abstract Uses uses(String name);

	/**
	 * Has these roles come with one, and no others.
	 * @throws UnknownNameException naming a role that there is not
	 */
	abstract void setRoles(String name, Set<String> roles);

	abstract Membership map(ResultSet row) throws SQLException;

	/**
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<Membership> list(@Nullable String q, String after, int limit) {
		return this.jdbc.sql(this.select + """
				WHERE m.name > :after AND strpos(lower(m.name || ' ' || m.description), lower(:q)) > 0
				ORDER BY m.name LIMIT :limit
				""")
			.param("q", (q != null) ? q : "")
			.param("after", after)
			.param("limit", limit)
			.query((row, number) -> map(row))
			.list();
	}

	public Optional<Membership> find(String name) {
		return this.jdbc.sql(this.select + "WHERE m.name = :name")
			.param("name", name)
			.query((row, number) -> map(row))
			.optional();
	}

	/**
	 * The same as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Membership> findToChange(String name) {
		return sql("SELECT name FROM %s WHERE name = :name FOR UPDATE", name).query(String.class)
			.optional()
			.flatMap(this::find);
	}

	/**
	 * @return empty if the name is taken
	 * @throws UnknownNameException naming a role that there is not; nothing is changed
	 * then
	 */
	@Transactional
	public Optional<Membership> create(String name, String description, Set<String> roles, Administrator by) {
		if (!add(name, description)) {
			return Optional.empty();
		}
		setRoles(name, roles);
		return Optional.of(record("created", name, Map.of(), by.name()));
	}

	/**
	 * Makes one something else.
	 * @return empty if there is none of the name
	 * @throws ConfiguredException if it is managed by configuration, and more than
	 * whether it is enabled would change; nothing is changed then
	 * @throws UnknownNameException naming a role that there is not; nothing is changed
	 * then
	 */
	@Transactional
	public Optional<Membership> change(String name, String description, Set<String> roles, boolean enabled,
			Administrator by) {
		findToChange(name).filter((before) -> !before.is(description, roles)).ifPresent((before) -> {
			requireOfApi(before);
			write(name, description, roles, null);
			record("changed", name, before.fields(), by.name());
		});
		return setEnabled(name, enabled, by);
	}

	/**
	 * Disables one, or enables it again. Of a disabled one no client is told, from the
	 * next token on; those who have it keep it.
	 * @return empty if there is none of the name
	 */
	@Transactional
	public Optional<Membership> setEnabled(String name, boolean enabled, Administrator by) {
		return findToChange(name).map((before) -> {
			if (before.enabled() == enabled) {
				return before;
			}
			// Whoever enables one that was left out has taken it up.
			sql("""
					UPDATE %s SET enabled = :enabled,
					    declared_by = CASE WHEN managed_by = 'configuration' THEN declared_by END
					WHERE name = :name
					""", name).param("enabled", enabled).update();
			return record(enabled ? "enabled" : "disabled", name, before.fields(), by.name());
		});
	}

	/**
	 * Makes one what a document says, by which it is managed from now on. Nothing is
	 * written if it is so already.
	 * @param enabled null leaves it as it is, unless it is off since a document left it
	 * out
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 * @throws UnknownNameException naming a role that there is not
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void declare(String name, String description, Set<String> roles, @Nullable Boolean enabled, String document,
			String by) {
		Optional<Membership> before = findToChange(name);
		boolean wanted = (enabled != null) ? enabled
				: before.map(Membership::enabled).orElse(true) || declared().containsKey(name)
						&& before.map(Membership::managedBy).filter(ManagedBy.API::equals).isPresent();
		if (before.filter((same) -> same.managedBy() == ManagedBy.CONFIGURATION)
			.filter((same) -> same.is(description, roles) && same.enabled() == wanted)
			.isPresent()) {
			return;
		}
		add(name, description);
		write(name, description, roles, document);
		sql("UPDATE %s SET enabled = :enabled WHERE name = :name", name).param("enabled", wanted).update();
		record(before.isPresent() ? "changed" : "created", name, before.map(Membership::fields).orElse(Map.of()), by);
	}

	/**
	 * Disables one that the document no longer names, and leaves it to the API; or takes
	 * it away.
	 * @param prune whether it is deleted, whoever has it
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String name, boolean prune, String by) {
		findToChange(name).ifPresent((before) -> {
			if (prune) {
				delete(before, by);
			}
			else if (before.managedBy() == ManagedBy.CONFIGURATION) {
				sql("UPDATE %s SET enabled = false, managed_by = 'api' WHERE name = :name", name).update();
				record("disabled", name, before.fields(), by);
			}
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc
			.sql("SELECT name, declared_by FROM %s WHERE declared_by IS NOT NULL ORDER BY name".formatted(this.table))
			.query((row) -> {
				declared.put(row.getString(1), row.getString(2));
			});
		return declared;
	}

	/**
	 * Deletes one.
	 * @param evenIfInUse takes it from all that have it
	 * @return false if there is none of the name
	 * @throws ConfiguredException if it is managed by configuration
	 * @throws InUseException if something has it; nothing is changed then
	 */
	@Transactional
	public boolean delete(String name, boolean evenIfInUse, Administrator by) {
		Optional<Membership> found = findToChange(name);
		found.ifPresent((before) -> {
			requireOfApi(before);
			Uses uses = uses(name);
			if (!evenIfInUse && !uses.isNone()) {
				throw new InUseException(uses);
			}
			delete(before, by.name());
		});
		return found.isPresent();
	}

	private void delete(Membership before, String by) {
		sql("DELETE FROM %s WHERE name = :name", before.name()).update();
		audit("deleted", before.name(), before.fields(), Map.of(), by);
	}

	private boolean add(String name, String description) {
		return sql("INSERT INTO %s (name, description) VALUES (:name, :description) ON CONFLICT DO NOTHING", name)
			.param("description", description)
			.update() > 0;
	}

	private void write(String name, String description, Set<String> roles, @Nullable String document) {
		sql("""
				UPDATE %s SET description = :description, managed_by = :managedBy, declared_by = :document
				WHERE name = :name
				""", name).param("description", description)
			.param("managedBy", ((document != null) ? ManagedBy.CONFIGURATION : ManagedBy.API).label())
			.param("document", document)
			.update();
		setRoles(name, roles);
	}

	private void requireOfApi(Membership membership) {
		if (membership.managedBy() == ManagedBy.CONFIGURATION) {
			throw new ConfiguredException(this.kind);
		}
	}

	private JdbcClient.StatementSpec sql(String sql, String name) {
		return this.jdbc.sql(sql.formatted(this.table)).param("name", name);
	}

	/**
	 * Records what was written.
	 * @return as it is now
	 */
	private Membership record(String change, String name, Map<String, Object> before, String by) {
		Membership after = find(name).orElseThrow();
		audit(change, name, before, after.fields(), by);
		return after;
	}

	private void audit(String change, String name, Map<String, Object> before, Map<String, Object> after, String by) {
		this.audit.record(AuditEvent.success(this.kind + "." + change)
			.detail(Map.of(this.kind, name, "by", by))
			.changed(before, after));
	}

}
