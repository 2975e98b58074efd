package dev.vestibule.quickstart.postgres;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseTests {

	private static final String PASSWORD = "password-of-the-test";

	@TempDir
	private Path folder;

	@Test
	void startWhenKilledBeforeThenDataIsKeptAndPasswordNeeded() throws Exception {
		killAfterWriting();
		try (Database database = start(this.folder); Connection connection = connect(database, PASSWORD)) {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT text FROM note")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getString(1)).isEqualTo("kept");
			}
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(database, "wrong"))
				.withMessageContaining("password");
		}
	}

	private void killAfterWriting() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Writer.class.getName(), this.folder.toString())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader output = process.inputReader()) {
			String said = output.lines().takeWhile((line) -> !line.equals("written")).collect(Collectors.joining("\n"));
			assertThat(process.isAlive()).as(said).isTrue();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static Database start(Path folder) throws Exception {
		return Database.start(folder, PASSWORD, folder.resolve("log"));
	}

	private static Connection connect(Database database, String password) throws SQLException {
		return DriverManager.getConnection(database.url(), database.username(), password);
	}

	/** Writes a row and waits to be killed. */
	public static final class Writer {

		public static void main(String[] args) throws Exception {
			Database database = start(Path.of(args[0]));
			try (Connection connection = connect(database, PASSWORD);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE note (text text)");
				statement.execute("INSERT INTO note VALUES ('kept')");
			}
			System.out.println("written");
			Thread.sleep(Duration.ofMinutes(5).toMillis());
		}

	}

}
