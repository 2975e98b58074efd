package dev.vestibule.verification;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deletes challenges, with the sign-ups that hang on them, and budgets whose time is
 * over, a batch at a time, so that no lock is held for long.
 */
@Component
class ExpiredChallenges {

	private static final int BATCH = 1000;

	private static final List<String> PURGES = List.of("""
			DELETE FROM challenge WHERE id IN (
			    SELECT id FROM challenge WHERE created_at < now() - :age * interval '1 second'
			    LIMIT :batch FOR UPDATE SKIP LOCKED)
			""", """
			DELETE FROM budget WHERE (name, key) IN (
			    SELECT name, key FROM budget WHERE since < now() - :age * interval '1 second'
			    LIMIT :batch FOR UPDATE SKIP LOCKED)
			""");

	private final JdbcClient jdbc;

	private final VerificationProperties properties;

	ExpiredChallenges(JdbcClient jdbc, VerificationProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	void purge() {
		PURGES.forEach(this::purge);
	}

	private void purge(String sql) {
		int deleted;
		do {
			deleted = this.jdbc.sql(sql)
				.param("age", this.properties.purgeAfter().toSeconds())
				.param("batch", BATCH)
				.update();
		}
		while (deleted == BATCH);
	}

}
