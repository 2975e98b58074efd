package dev.vestibule.quickstart.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

import dev.vestibule.quickstart.FreePorts;
import dev.vestibule.quickstart.Quickstart;
import dev.vestibule.quickstart.Settings;

/**
 * The running quickstart, on ports of its own and with nothing in it yet.
 */
final class World implements AutoCloseable {

	private final Quickstart quickstart;

	private final StandIns standIns;

	private World(Quickstart quickstart, StandIns standIns) {
		this.quickstart = quickstart;
		this.standIns = standIns;
	}

	static World start() {
		try {
			Map<String, String> environment = FreePorts.environment();
			environment.put("VESTIBULE_DATA", Files.createTempDirectory(Path.of("target"), "quickstart-").toString());
			StandIns standIns = StandIns.start();
			environment.putAll(standIns.settings());
			return new World(Quickstart.start(Settings.of(environment)), standIns);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Quickstart quickstart() {
		return this.quickstart;
	}

	/** Providers of every kind, which nobody is offered until they are opened. */
	StandIns standIns() {
		return this.standIns;
	}

	/** An address at the authorization server. */
	String auth(String path) {
		return this.quickstart.settings().issuer() + path;
	}

	/** An address at the demo client. */
	String demo(String path) {
		return "http://localhost:" + this.quickstart.settings().ports().demo() + path;
	}

	/** An address at the inbox. */
	String inbox(String path) {
		return "http://localhost:" + this.quickstart.settings().ports().inbox() + path;
	}

	Mailbox mailbox(String address) {
		return new Mailbox(inbox("/api/messages"), address);
	}

	/**
	 * Changes rows of the server's database, to let time pass for one of them.
	 */
	int update(String sql, Object... values) {
		try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			return statement.executeUpdate();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Lets a minute pass for an address, so that it may be mailed again.
	 */
	void aMinuteLater(String email) {
		update("UPDATE challenge SET asked_at = asked_at - interval '60 seconds' WHERE email = ?", email);
		update("DELETE FROM limit_count WHERE id LIKE 'mails%' || ? || '%'", email);
	}

	/**
	 * As if whoever comes next came from another address: all visitors share one.
	 */
	void fromAnotherSource() {
		update("DELETE FROM limit_count WHERE id LIKE 'mails.source%'");
	}

	@Override
	public void close() {
		this.quickstart.close();
		this.standIns.close();
	}

	@SuppressWarnings("unchecked")
	private Connection connect() throws SQLException {
		try {
			String settings = Files.readString(this.quickstart.settings().data().resolve("auth-server.yml"));
			Map<String, Map<String, Map<String, String>>> yaml = new Yaml().load(settings);
			Map<String, String> source = yaml.get("spring").get("datasource");
			return DriverManager.getConnection(source.get("url"), source.get("username"), source.get("password"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
