package dev.vestibule.verification;

import java.time.Duration;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Limits over a window of time, counted in the database so that they hold across nodes
 * and however many requests come at once. A window begins with its first use.
 */
@Repository
public class Budgets {

	private static final String TAKE = """
			INSERT INTO budget (name, key, spent) VALUES (:name, :key, 1)
			ON CONFLICT (name, key) DO UPDATE SET
			    spent = CASE WHEN budget.since <= now() - :window * interval '1 second' THEN 1 ELSE budget.spent + 1 END,
			    since = CASE WHEN budget.since <= now() - :window * interval '1 second' THEN now() ELSE budget.since END
			WHERE budget.since <= now() - :window * interval '1 second' OR budget.spent < :limit
			""";

	private static final String CLEAR = "DELETE FROM budget WHERE name = :name AND key = :key";

	private final JdbcClient jdbc;

	Budgets(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Takes one from a budget.
	 * @param name what is limited
	 * @param key for whom
	 * @return false if nothing is left of it
	 */
	public boolean take(String name, String key, int limit, Duration window) {
		return this.jdbc.sql(TAKE)
			.param("name", name)
			.param("key", key)
			.param("limit", limit)
			.param("window", window.toSeconds())
			.update() == 1;
	}

	/**
	 * Gives back everything that was taken from a budget.
	 */
	public void clear(String name, String key) {
		this.jdbc.sql(CLEAR).param("name", name).param("key", key).update();
	}

}
