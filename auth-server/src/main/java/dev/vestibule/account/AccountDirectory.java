package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.Account.Role;
import dev.vestibule.account.AccountQuery.State;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds accounts for administrators, in the order of their addresses. Each question is
 * answered by an index, however many accounts there are.
 */
@Repository
public class AccountDirectory {

	private static final String SELECT = Accounts.COLUMNS + """
			    , a.created_at, a.password_hash IS NOT NULL AS has_password,
			    ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id ORDER BY r.role) AS roles,
			    ARRAY(SELECT g.group_name FROM group_member g WHERE g.account_id = a.id ORDER BY g.group_name) AS groups
			FROM account a
			""";

	// With more, it is quicker to ask the accounts in their order until a page is full.
	private static final int MANY = 10_000;

	private static final String WITH_ROLE = """
			SELECT account_id FROM account_role WHERE role = :role
			UNION ALL SELECT account_id FROM group_member JOIN group_role USING (group_name) WHERE role = :role
			""";

	private static final String HAS_ROLE = """
			:role = ANY (ARRAY(SELECT r.role FROM account_role r WHERE r.account_id = a.id
			    UNION ALL SELECT g.role FROM group_member m JOIN group_role g USING (group_name) WHERE m.account_id = a.id))
			""";

	private static final String WITH_GROUP = "SELECT account_id FROM group_member WHERE group_name = :group";

	private static final String HAS_GROUP = ":group = ANY (ARRAY(SELECT group_name FROM group_member WHERE account_id = a.id))";

	// As in the index account_words.
	private static final String HAS_WORDS = """
			array_to_tsvector(array_remove(string_to_array(lower(a.name || ' ' || a.email), ' '), ''))
			    @@ lower(:words)::tsquery
			""";

	private static final String WITH_WORDS = "SELECT a.id FROM account a WHERE " + HAS_WORDS;

	// Of a thousand accounts or so: finding all who have a frequent word takes long.
	private static final String WORDS_OF_MANY = """
			SELECT count(*) FILTER (WHERE %s) * 100 > count(*) FROM account a TABLESAMPLE SYSTEM (
			    least(100, 100000 / greatest(1, (SELECT reltuples FROM pg_class WHERE oid = 'account'::regclass))))
			""".formatted(HAS_WORDS);

	/** Behind every character that an address has. */
	private static final String LAST = "\u007f";

	private final JdbcClient jdbc;

	AccountDirectory(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public Optional<ManagedAccount> find(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE a.id = :id").param("id", id).query(AccountDirectory::map).optional();
	}

	/**
	 * The account as it stays until the caller's transaction is over.
	 */
	Optional<ManagedAccount> lock(UUID id) {
		return this.jdbc.sql("SELECT id FROM account WHERE id = :id FOR UPDATE")
			.param("id", id)
			.query(UUID.class)
			.optional()
			.flatMap(this::find);
	}

	/**
	 * @param after the address behind which to begin; an empty one begins at the first
	 */
	public List<ManagedAccount> search(AccountQuery query, String after, int limit) {
		List<String> conditions = new ArrayList<>(List.of("a.email COLLATE \"C\" > :after"));
		Map<String, Object> parameters = new HashMap<>(Map.of("after", after, "limit", limit));
		if (query.words() != null) {
			String words = beginnings(query.words());
			conditions.add(areOfMany(words) ? HAS_WORDS : isOneOf(WITH_WORDS));
			parameters.put("words", words);
		}
		if (query.email() != null) {
			String prefix = query.email().toLowerCase(Locale.ROOT);
			conditions.add("a.email COLLATE \"C\" >= :prefix AND a.email COLLATE \"C\" < :last");
			parameters.putAll(Map.of("prefix", prefix, "last", prefix + LAST));
		}
		if (query.state() != null) {
			conditions.add(condition(query.state()));
		}
		Role adminRole = query.adminRole();
		if (adminRole != null) {
			conditions.add("a.role IS NOT NULL AND a.role = :adminRole");
			parameters.put("adminRole", adminRole.label());
		}
		if (query.role() != null) {
			conditions.add(areMany(WITH_ROLE, "role", query.role()) ? HAS_ROLE : isOneOf(WITH_ROLE));
			parameters.put("role", query.role());
		}
		if (query.group() != null) {
			conditions.add(areMany(WITH_GROUP, "group", query.group()) ? HAS_GROUP : isOneOf(WITH_GROUP));
			parameters.put("group", query.group());
		}
		return this.jdbc
			.sql(SELECT + "WHERE " + String.join(" AND ", conditions) + " ORDER BY a.email COLLATE \"C\" LIMIT :limit")
			.params(parameters)
			.query(AccountDirectory::map)
			.list();
	}

	// Found first and once, whatever PostgreSQL takes for likely: it knows little of
	// them.
	private static String isOneOf(String ids) {
		return "a.id = ANY (ARRAY(" + ids + "))";
	}

	private boolean areMany(String ids, String name, String value) {
		return this.jdbc.sql("SELECT count(*) > :many FROM (" + ids + " LIMIT :many + 1) ids")
			.param(name, value)
			.param("many", MANY)
			.query(Boolean.class)
			.single();
	}

	private boolean areOfMany(String words) {
		return this.jdbc.sql(WORDS_OF_MANY).param("words", words).query(Boolean.class).single();
	}

	// Whatever stands in quotes is taken as it is.
	private static String beginnings(String words) {
		return Stream.of(words.strip().split("\\s+"))
			.map((word) -> "'" + word.replace("\\", "\\\\").replace("'", "''") + "':*")
			.collect(Collectors.joining(" & "));
	}

	private static String condition(State state) {
		return switch (state) {
			case ACTIVE -> "a.enabled AND a.proof_due_at IS NULL";
			case PROOF_DUE -> "a.enabled AND a.proof_due_at IS NOT NULL";
			case DISABLED -> "NOT a.enabled";
		};
	}

	private static ManagedAccount map(ResultSet row, int number) throws SQLException {
		return new ManagedAccount(Accounts.map(row, number), row.getTimestamp("created_at").toInstant(),
				row.getBoolean("has_password"), strings(row, "roles"), strings(row, "groups"));
	}

	static List<String> strings(ResultSet row, String column) throws SQLException {
		return List.of((String[]) row.getArray(column).getArray());
	}

}
