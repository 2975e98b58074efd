package dev.vestibule.startup;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What only one node does at a time while several start at once.
 */
public final class Turn {

	// No statement waits for longer than a connection bears silence.
	private static final String TAKE = """
			SELECT CASE WHEN pg_try_advisory_xact_lock(hashtext(:what)) THEN true
				ELSE pg_sleep(0.2) IS NULL END
			""";

	private static final int MOST_TRIES = 300;

	private Turn() {
	}

	/**
	 * Waits, for a minute at most, until no other node does it, and keeps the turn to the
	 * end of the caller's transaction.
	 * @param what its name
	 * @throws IllegalStateException if the minute is over
	 */
	public static void take(String what, JdbcClient jdbc) {
		for (int i = 0; i < MOST_TRIES; i++) {
			if (jdbc.sql(TAKE).param("what", what).query(Boolean.class).single()) {
				return;
			}
		}
		throw new IllegalStateException("Another node has been reading its settings for a minute: see what stops it.");
	}

}
