package dev.vestibule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A real PostgreSQL for the tests: a container where a Docker engine answers, embedded
 * binaries otherwise. One server serves the whole run; every database is a fresh copy of
 * a migrated template.
 */
public final class TestDatabase {

	private static final Server SERVER = start();

	/** As many as a test has threads. */
	private static final int MOST_CONNECTIONS = 64;

	private static final AtomicInteger NUMBER = new AtomicInteger();

	static {
		execute("CREATE DATABASE template_vestibule");
		Flyway.configure().dataSource(dataSource("template_vestibule")).load().migrate();
	}

	private TestDatabase() {
	}

	/**
	 * A new database with the schema and no rows.
	 * @return its JDBC URL, with user and password
	 */
	public static String create() {
		String name = "test_" + NUMBER.incrementAndGet();
		execute("CREATE DATABASE " + name + " TEMPLATE template_vestibule");
		return SERVER.url(name);
	}

	/**
	 * A new data source on a database of its own, which keeps no connection for long.
	 */
	public static DataSource dataSource() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(create());
		config.setMinimumIdle(0);
		config.setIdleTimeout(Duration.ofSeconds(10).toMillis());
		config.setMaximumPoolSize(MOST_CONNECTIONS);
		return new HikariDataSource(config);
	}

	private static DataSource dataSource(String name) {
		return new DriverManagerDataSource(SERVER.url(name));
	}

	private static synchronized void execute(String sql) {
		try (Connection connection = DriverManager.getConnection(SERVER.url("postgres"))) {
			connection.createStatement().execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Server start() {
		if (DockerClientFactory.instance().isDockerAvailable()) {
			@SuppressWarnings("resource") // lives as long as the run
			PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");
			container.start();
			return (name) -> "jdbc:postgresql://%s:%d/%s?user=%s&password=%s".formatted(container.getHost(),
					container.getFirstMappedPort(), name, container.getUsername(), container.getPassword());
		}
		try {
			@SuppressWarnings("resource") // lives as long as the run
			EmbeddedPostgres postgres = EmbeddedPostgres.builder()
				.setServerConfig("max_connections", "300")
				.setServerConfig("fsync", "off")
				.start();
			return (name) -> postgres.getJdbcUrl("postgres", name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Server {

		String url(String database);

	}

	/**
	 * Gives an application context a database of its own.
	 */
	public static class Initializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test database", Map.of("spring.datasource.url", create())));
		}

	}

}
