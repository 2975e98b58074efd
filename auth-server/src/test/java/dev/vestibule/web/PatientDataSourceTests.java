package dev.vestibule.web;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests over a pool of one connection, which somebody holds.
 */
class PatientDataSourceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final HikariDataSource pool = pool();

	private final PatientDataSource connections = new PatientDataSource(this.pool);

	@AfterEach
	void close() {
		PatientDataSource.endRequest();
		this.pool.close();
	}

	@Test
	void getConnectionWhenPoolIsHeldThenRequestWaitsOnceForAll() throws SQLException {
		try (Connection holder = this.pool.getConnection()) {
			assertThat(holder.isValid(1)).isTrue();
			PatientDataSource.beginRequest();
			assertThat(waiting(1)).isGreaterThanOrEqualTo(PATIENCE.minusMillis(50));
			assertThat(waiting(10)).isLessThan(PATIENCE.multipliedBy(4));
			PatientDataSource.endRequest();
			PatientDataSource.beginRequest();
			assertThat(waiting(1)).as("another request").isGreaterThanOrEqualTo(PATIENCE.minusMillis(50));
		}
	}

	@Test
	void getConnectionWhenPatienceIsOverAndOneIsFreeThenGiven() throws SQLException {
		PatientDataSource.beginRequest();
		try (Connection holder = this.connections.getConnection()) {
			assertThat(holder.isValid(1)).isTrue();
			waiting(1);
		}
		try (Connection free = this.connections.getConnection()) {
			assertThat(free.isValid(1)).isTrue();
		}
	}

	@Test
	void getConnectionWhenNoRequestStandsBehindThenAsThePoolSays() throws SQLException {
		try (Connection holder = this.connections.getConnection()) {
			assertThat(holder.isValid(1)).isTrue();
			assertThat(waiting(2)).isGreaterThanOrEqualTo(PATIENCE.multipliedBy(2).minusMillis(100));
		}
	}

	@Test
	void getConnectionWhenPoolIsClosedThenRefused() {
		this.pool.close();
		PatientDataSource.beginRequest();
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.connections::getConnection);
	}

	private Duration waiting(int times) {
		long begin = System.nanoTime();
		for (int i = 0; i < times; i++) {
			assertThatExceptionOfType(SQLTransientConnectionException.class)
				.isThrownBy(this.connections::getConnection);
		}
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	private static HikariDataSource pool() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(TestDatabase.create());
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(PATIENCE.toMillis());
		return new HikariDataSource(config);
	}

}
