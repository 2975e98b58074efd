package dev.vestibule.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets a request wait for all its connections together as long as the pool would let it
 * wait for one. After that it gets what is free, and else fails at once: the session is
 * saved even when a request has failed, and would wait once more.
 */
class PatientDataSource extends DelegatingDataSource {

	private static final ThreadLocal<Waiting> REQUEST = new ThreadLocal<>();

	private final HikariDataSource pool;

	PatientDataSource(HikariDataSource pool) {
		super(pool);
		this.pool = pool;
	}

	/**
	 * From now on this thread works for one request.
	 */
	static void beginRequest() {
		REQUEST.set(new Waiting());
	}

	static void endRequest() {
		REQUEST.remove();
	}

	@Override
	public Connection getConnection() throws SQLException {
		Waiting waiting = REQUEST.get();
		if (waiting == null || !(this.pool.isRunning() && this.pool.getHikariPoolMXBean() instanceof HikariPool open)) {
			return this.pool.getConnection();
		}
		long begin = System.nanoTime();
		try {
			long waited = TimeUnit.NANOSECONDS.toMillis(waiting.nanos);
			return open.getConnection(Math.max(0, this.pool.getConnectionTimeout() - waited));
		}
		finally {
			waiting.nanos += System.nanoTime() - begin;
		}
	}

	/**
	 * How long a request has waited so far.
	 */
	private static final class Waiting {

		private long nanos;

	}

}
