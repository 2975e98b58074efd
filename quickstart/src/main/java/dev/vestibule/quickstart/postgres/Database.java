package dev.vestibule.quickstart.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.vestibule.quickstart.child.ProcessMark;

/**
 * A running PostgreSQL on a free port of the loopback address, where every connection
 * needs the password. Its data outlives it, also when this process is killed.
 */
public final class Database implements AutoCloseable {

	private static final String NAME = "vestibule";

	private static final String PASSWORDS_ONLY = """
			# Written by the quickstart: passwords, on this machine only.
			local all all scram-sha-256
			host all all 127.0.0.1/32 scram-sha-256
			host all all ::1/128 scram-sha-256
			""";

	private final EmbeddedPostgres server;

	private Database(EmbeddedPostgres server) {
		this.server = server;
	}

	/**
	 * Starts the server over the data in a folder, which is made first if need be.
	 * @param password of letters, digits, {@code -} and {@code _}; the same at each start
	 */
	public static Database start(Path folder, String password, Path log) throws IOException, SQLException {
		Path data = folder.resolve("data");
		stopLeftover(folder);
		boolean secured = isSecured(data);
		if (!secured && Files.exists(data)) {
			// A first start was cut short: nothing was stored yet.
			delete(data);
		}
		EmbeddedPostgres server = builder(folder, log).setDataDirectory(data)
			.setConnectConfig("password", password)
			.start();
		if (!secured) {
			secure(server, data, password);
		}
		return new Database(server);
	}

	/**
	 * Stops a server that an earlier, killed run left behind.
	 */
	public static void stopLeftover(Path folder) throws IOException {
		Path pidFile = folder.resolve("data").resolve("postmaster.pid");
		if (!Files.exists(pidFile)) {
			return;
		}
		List<String> lines = Files.readAllLines(pidFile);
		if (lines.size() > 2) {
			ProcessMark postmaster = new ProcessMark(Long.parseLong(lines.get(0).strip()),
					Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())));
			postmaster.find().ifPresent(ProcessHandle::destroy);
			postmaster.awaitEnd(Duration.ofSeconds(10));
		}
	}

	public String url() {
		return "jdbc:postgresql://127.0.0.1:" + this.server.getPort() + "/" + NAME;
	}

	public String username() {
		return NAME;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	private static EmbeddedPostgres.Builder builder(Path folder, Path log) {
		ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
		return EmbeddedPostgres.builder()
			.setOverrideWorkingDirectory(folder.toFile())
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setPGStartupWait(Duration.ofSeconds(60))
			.setOutputRedirector(output)
			.setErrorRedirector(output)
			.setLocaleConfig("locale", "C")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8")
			.setServerConfig("listen_addresses", "127.0.0.1")
			.setServerConfig("unix_socket_directories", "")
			// What was answered for must outlive a power cut; the library trades that
			// away.
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("max_connections", "100");
	}

	/**
	 * Makes role and database, and ends the time in which no password was needed.
	 */
	private static void secure(EmbeddedPostgres server, Path data, String password) throws IOException, SQLException {
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
			statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
			statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
			Files.writeString(data.resolve("pg_hba.conf"), PASSWORDS_ONLY);
			statement.execute("SELECT pg_reload_conf()");
		}
	}

	private static boolean isSecured(Path data) throws IOException {
		Path access = data.resolve("pg_hba.conf");
		return Files.exists(access) && Files.readString(access).equals(PASSWORDS_ONLY);
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
