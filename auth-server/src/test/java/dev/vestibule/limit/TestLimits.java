package dev.vestibule.limit;

import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Limits over a database, at a time that only the test moves.
 */
public final class TestLimits {

	private final DataSource database;

	private final JdbcClient jdbc;

	public TestLimits(DataSource database) {
		this.database = database;
		this.jdbc = JdbcClient.create(database);
		this.jdbc.sql("CREATE TABLE test_time (now timestamptz)").update();
		this.jdbc.sql("INSERT INTO test_time VALUES (date_trunc('second', now()))").update();
	}

	/**
	 * As another node has them.
	 */
	public Limits node() {
		return node(this.database);
	}

	Limits node(DataSource connections) {
		return new Limits(connections, "(SELECT now FROM test_time)");
	}

	public void pass(Duration time) {
		this.jdbc.sql("UPDATE test_time SET now = now + CAST(? AS interval)").param(time.toString()).update();
	}

}
