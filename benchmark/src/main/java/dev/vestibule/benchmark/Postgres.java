package dev.vestibule.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL for one server alone, which syncs every commit to the disk and counts what
 * it does.
 */
final class Postgres implements AutoCloseable {

	private static final String STATEMENTS = """
			SELECT coalesce(sum(s.calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
			WHERE d.datname = 'benchmark' AND s.query !~* '^(begin|commit|rollback|set |show )'
			""";

	private static final String COMMITS = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

	private static final String WAL = "SELECT pg_current_wal_insert_lsn() - '0/0'";

	private static final String TABLES = "SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables";

	private final EmbeddedPostgres server;

	private final long pid;

	/** Looks from another database, so that what it asks is not counted. */
	private final Connection observer;

	private final Connection tables;

	private Postgres(EmbeddedPostgres server, long pid) throws SQLException {
		this.server = server;
		this.pid = pid;
		this.observer = server.getPostgresDatabase().getConnection();
		run(this.observer, "CREATE EXTENSION pg_stat_statements");
		run(this.observer, "CREATE DATABASE benchmark");
		this.tables = server.getDatabase("postgres", "benchmark").getConnection();
	}

	/**
	 * Starts a server with an empty database.
	 */
	static Postgres start(Path folder) throws IOException, SQLException {
		Path data = folder.resolve("data");
		ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
		EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setOverrideWorkingDirectory(folder.toFile())
			.setPGStartupWait(Duration.ofSeconds(60))
			.setOutputRedirector(log)
			.setErrorRedirector(log)
			.setLocaleConfig("locale", "C")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8")
			.setServerConfig("listen_addresses", "127.0.0.1")
			.setServerConfig("unix_socket_directories", "")
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("shared_preload_libraries", "pg_stat_statements")
			.start();
		return new Postgres(server, Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip()));
	}

	String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.server.getPort() + "/benchmark";
	}

	String version() throws SQLException {
		try (Statement statement = this.observer.createStatement();
				ResultSet row = statement.executeQuery("SHOW server_version")) {
			row.next();
			return row.getString(1);
		}
	}

	void run(String sql) throws SQLException {
		run(this.tables, sql);
	}

	/**
	 * What has been used by now, before or after a load: so that counting the rows falls
	 * outside of it.
	 */
	Usage usage(long serverPid, boolean before) throws SQLException {
		double rows = before ? rows() : 0;
		double cpuBefore = ProcessTimes.withChildren(this.pid);
		double server = ProcessTimes.of(serverPid).own();
		double statements = number(this.observer, STATEMENTS);
		double commits = number(this.observer, COMMITS);
		double wal = number(this.observer, WAL);
		return new Usage(server, cpuBefore, statements, commits, wal, before ? rows : rows());
	}

	private double rows() throws SQLException {
		double rows = 0;
		for (String table : strings(TABLES)) {
			rows += number(this.tables, "SELECT count(*) FROM " + table);
		}
		return rows;
	}

	/**
	 * The first column of what is found.
	 */
	List<String> strings(String sql) throws SQLException {
		List<String> strings = new ArrayList<>();
		try (Statement statement = this.tables.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				strings.add(rows.getString(1));
			}
		}
		return strings;
	}

	@Override
	public void close() throws IOException, SQLException {
		this.observer.close();
		this.tables.close();
		this.server.close();
	}

	private static void run(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static double number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getDouble(1);
		}
	}

}
