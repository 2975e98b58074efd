package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attack 39: whoever reads the whole database finds nothing that opens anything.
 */
class DatabaseDumpTests extends WireSecretsTests {

	@Test
	void attack39WhenDatabaseIsDumpedThenNothingThatWasSeenOnTheWire() {
		String email = someone();
		signUp(browser(), email);
		mail(email, 1);
		Map<String, String> secrets = walk();
		String dump = dump();
		assertThat(dump).contains(email);
		secrets.forEach((name, secret) -> assertThat(isIn(dump, secret)).as(name).isFalse());
	}

	private static String dump() {
		List<String> tables = NODE.jdbc().sql("""
				SELECT quote_ident(table_name) FROM information_schema.tables
				WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
				""").query(String.class).list();
		StringBuilder dump = new StringBuilder();
		for (String table : tables) {
			NODE.jdbc()
				.sql("SELECT row_to_json(t)::text FROM " + table + " t")
				.query(String.class)
				.list()
				.forEach((row) -> dump.append(row).append('\n'));
		}
		return dump.toString();
	}

}
