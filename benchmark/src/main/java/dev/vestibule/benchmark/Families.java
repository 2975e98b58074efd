package dev.vestibule.benchmark;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Refresh families in the server's table that nobody uses.
 */
final class Families {

	private static final String COLUMNS = """
			SELECT column_name FROM information_schema.columns
			WHERE table_name = 'oauth2_authorization' AND is_generated = 'NEVER' ORDER BY ordinal_position
			""";

	private final Postgres database;

	private final String copy;

	Families(Postgres database) throws SQLException {
		this.database = database;
		List<String> columns = database.strings(COLUMNS);
		String values = columns.stream().map(Families::value).collect(Collectors.joining(", "));
		// Each is like one that a person has, so that what it refers to is there, and
		// need
		// not be looked up ten million times.
		this.copy = """
				SET session_replication_role = replica;
				INSERT INTO oauth2_authorization (%s)
				SELECT %s
				FROM (SELECT * FROM oauth2_authorization WHERE refresh_key_id IS NOT NULL LIMIT 1) one
					CROSS JOIN generate_series(1, %%d);
				SET session_replication_role = origin;
				""".formatted(String.join(", ", columns), values);
	}

	private static String value(String column) {
		return switch (column) {
			case "id" -> "gen_random_uuid()";
			case "code_hash" -> "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())";
			default -> "one." + column;
		};
	}

	/**
	 * Writes so many families.
	 */
	int add(int count) throws SQLException {
		this.database.run(this.copy.formatted(count));
		return count;
	}

	/**
	 * Has the database do now what it would do in the background during the measurement.
	 */
	void settle() throws SQLException {
		this.database.run("VACUUM (ANALYZE) oauth2_authorization");
		this.database.run("CHECKPOINT");
	}

}
