package dev.vestibule.account;

import java.util.List;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.AccountQuery.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twelve thousand accounts, so that there is what most of them have, and what few do.
 */
class AccountDirectoryTests {

	private static final JdbcClient JDBC = JdbcClient.create(TestDatabase.dataSource());

	private final AccountDirectory directory = new AccountDirectory(JDBC);

	@BeforeAll
	static void accounts() {
		JDBC.sql("""
				INSERT INTO account (email, verified_at, verified_by, name, enabled)
				SELECT 'user-' || lpad(n::text, 5, '0') || '@example.com', now(), 'code',
				    CASE WHEN n % 700 = 0 THEN 'Ada ' ELSE 'Kim ' END || n, n % 100 <> 0
				FROM generate_series(1, 12000) n;
				INSERT INTO role (name) VALUES ('most'), ('few');
				INSERT INTO account_group (name) VALUES ('most'), ('few');
				INSERT INTO group_role VALUES ('few', 'few');
				INSERT INTO account_role SELECT id, 'most' FROM account WHERE name LIKE 'Kim%';
				INSERT INTO group_member SELECT id, 'most' FROM account WHERE name LIKE 'Kim%';
				INSERT INTO account_role SELECT id, 'few' FROM account WHERE name = 'Ada 700';
				INSERT INTO group_member SELECT id, 'few' FROM account WHERE name LIKE 'Ada%00'
				""").update();
	}

	@Test
	void searchWhenMostHaveItThenInOrderPageByPage() {
		for (AccountQuery query : List.of(words("kim", null), role("most"), group("most"))) {
			assertThat(search(query, "")).containsExactly("user-00001@example.com", "user-00002@example.com");
			assertThat(search(query, "user-00699@example.com")).containsExactly("user-00701@example.com",
					"user-00702@example.com");
		}
		assertThat(search(words("kim", State.DISABLED), "user-00600@example.com"))
			.containsExactly("user-00800@example.com", "user-00900@example.com");
	}

	@Test
	void searchWhenFewHaveItThenInOrderPageByPage() {
		for (AccountQuery query : List.of(words("ada", null), role("few"), group("few"))) {
			assertThat(search(query, "")).containsExactly("user-00700@example.com", "user-01400@example.com");
			assertThat(search(query, "user-01400@example.com")).containsExactly("user-02100@example.com",
					"user-02800@example.com");
		}
		assertThat(search(words("ad 14", State.DISABLED), "")).containsExactly("user-01400@example.com");
		assertThat(search(words("user-00042", null), "")).containsExactly("user-00042@example.com");
	}

	@Test
	void searchWhenNobodyHasItThenNobody() {
		for (AccountQuery query : List.of(words("nobody", null), role("nobody"), group("nobody"))) {
			assertThat(search(query, "")).isEmpty();
		}
	}

	private static AccountQuery words(String words, @Nullable State state) {
		return new AccountQuery(words, null, state, null, null, null);
	}

	private static AccountQuery role(String role) {
		return new AccountQuery(null, null, null, null, role, null);
	}

	private static AccountQuery group(String group) {
		return new AccountQuery(null, null, null, null, null, group);
	}

	private List<String> search(AccountQuery query, String after) {
		return this.directory.search(query, after, 2).stream().map((found) -> found.account().email().value()).toList();
	}

}
