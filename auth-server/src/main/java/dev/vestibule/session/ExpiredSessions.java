package dev.vestibule.session;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deletes sessions that have ended, a batch at a time, so that no lock is held for long.
 */
@Component
class ExpiredSessions {

	static final int BATCH = 1000;

	private static final String PURGE = """
			DELETE FROM spring_session WHERE primary_id = ANY (ARRAY(
				SELECT primary_id FROM spring_session
				WHERE expiry_time < extract(epoch FROM now()) * 1000
				ORDER BY expiry_time LIMIT :batch FOR UPDATE SKIP LOCKED))
			""";

	private final JdbcClient jdbc;

	ExpiredSessions(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void purge() {
		int deleted;
		do {
			deleted = this.jdbc.sql(PURGE).param("batch", BATCH).update();
		}
		while (deleted == BATCH);
	}

}
