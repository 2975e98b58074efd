package dev.vestibule.account;

import java.util.List;

import dev.vestibule.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two thousand accounts, among whom some names are frequent and some are rare.
 */
class AccountDirectoryTests {

	private static final JdbcClient JDBC = JdbcClient.create(TestDatabase.dataSource());

	private final AccountDirectory directory = new AccountDirectory(JDBC);

	@BeforeAll
	static void accounts() {
		JDBC.sql("""
				INSERT INTO account (email, verified_at, verified_by, name, enabled)
				SELECT 'user-' || lpad(n::text, 4, '0') || '@example.com', now(), 'code',
				    CASE WHEN n % 700 = 0 THEN 'Ada ' ELSE 'Kim ' END || n, n % 100 <> 0
				FROM generate_series(1, 2000) n
				""").update();
	}

	@Test
	void searchWhenWordIsFrequentThenInOrderPageByPage() {
		assertThat(search("kim", null, "")).containsExactly("user-0001@example.com", "user-0002@example.com");
		assertThat(search("kim", null, "user-0699@example.com")).containsExactly("user-0701@example.com",
				"user-0702@example.com");
		assertThat(search("kim", AccountQuery.State.DISABLED, "user-0600@example.com"))
			.containsExactly("user-0800@example.com", "user-0900@example.com");
	}

	@Test
	void searchWhenWordIsRareThenInOrderPageByPage() {
		assertThat(search("ada", null, "")).containsExactly("user-0700@example.com", "user-1400@example.com");
		assertThat(search("ada", null, "user-0700@example.com")).containsExactly("user-1400@example.com");
		assertThat(search("ad 14", AccountQuery.State.DISABLED, "")).containsExactly("user-1400@example.com");
		assertThat(search("user-0042", null, "")).containsExactly("user-0042@example.com");
		assertThat(search("nobody", null, "")).isEmpty();
	}

	private List<String> search(String words, AccountQuery.State state, String after) {
		return this.directory.search(new AccountQuery(words, null, state, null, null, null), after, 2)
			.stream()
			.map((found) -> found.account().email().value())
			.toList();
	}

}
