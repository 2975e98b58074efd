package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.yaml.snakeyaml.Yaml;

import dev.vestibule.quickstart.FreePorts;
import dev.vestibule.quickstart.Quickstart;
import dev.vestibule.quickstart.Settings;
import dev.vestibule.quickstart.child.Application;

/**
 * The quickstart with a mail server of ours, and its database.
 */
final class Scene implements AutoCloseable {

	private final MailSink mail = new MailSink();

	private final Quickstart quickstart;

	private final Connection database;

	private final Map<String, String> environment;

	Scene() throws IOException, SQLException {
		this(Map.of());
	}

	/**
	 * With settings of its own.
	 */
	Scene(Map<String, String> settings) throws IOException, SQLException {
		Map<String, String> environment = FreePorts.environment();
		environment.putAll(settings);
		this.environment = environment;
		environment.put("VESTIBULE_DATA", Files.createTempDirectory(Path.of("target"), "faults-").toString());
		environment.put("SPRING_MAIL_HOST", "127.0.0.1");
		environment.put("SPRING_MAIL_PORT", Integer.toString(this.mail.port()));
		environment.put("VESTIBULE_MAIL_FROM", "no-reply@login.example");
		// Everybody here comes from one address.
		environment.put("VESTIBULE_VERIFICATION_MAILSPERSOURCE", "1000000");
		environment.put("VESTIBULE_VERIFICATION_MAILSINALL", "1000000");
		this.quickstart = Quickstart.start(Settings.of(environment));
		this.database = connect();
	}

	MailSink mail() {
		return this.mail;
	}

	/**
	 * An address of the management port.
	 */
	URI management(String path) {
		return URI.create("http://localhost:" + this.quickstart.settings().ports().management() + path);
	}

	/**
	 * An address of the demo client.
	 */
	URI demo(String path) {
		return URI.create("http://localhost:" + this.quickstart.settings().ports().demo() + path);
	}

	String url() {
		return this.quickstart.settings().issuer().toString();
	}

	/**
	 * Ends the server as {@code kill -9} does, and starts it again.
	 */
	void killAndRestart() throws IOException, InterruptedException {
		this.quickstart.killAuthServer();
		this.quickstart.restartAuthServer();
	}

	/**
	 * Ends the server for good.
	 */
	void kill() {
		this.quickstart.killAuthServer();
	}

	/**
	 * Where the quickstart keeps its data.
	 */
	Path data() {
		return this.quickstart.settings().data();
	}

	/**
	 * The server once more over the same database, as a process of its own.
	 * @param settings what it has otherwise than the quickstart's
	 */
	Application server(String name, int management, List<String> settings) {
		List<String> arguments = new ArrayList<>(settings);
		arguments.add("--management.server.port=" + management);
		arguments.add("--spring.config.additional-location="
				+ Stream.of("auth-server.yml", "simulated-google.yml", "simulated-facebook.yml")
					.map((file) -> data().resolve(file).toUri().toString())
					.collect(Collectors.joining(",")));
		Map<String, String> variables = new HashMap<>(System.getenv());
		this.environment.forEach((variable, value) -> {
			if (variable.startsWith("SPRING_") || variable.startsWith("VESTIBULE_MAIL")
					|| variable.startsWith("VESTIBULE_VERIFICATION")) {
				variables.put(variable, value);
			}
		});
		return new Application(name, data().resolve("apps/auth-server.jar"), arguments, variables,
				data().resolve(name + ".log"),
				URI.create("http://127.0.0.1:" + management + "/actuator/health/readiness"));
	}

	int update(String sql) throws SQLException {
		try (PreparedStatement statement = this.database.prepareStatement(sql)) {
			return statement.executeUpdate();
		}
	}

	/**
	 * The first column.
	 */
	List<String> query(String sql) throws SQLException {
		try (PreparedStatement statement = this.database.prepareStatement(sql);
				ResultSet rows = statement.executeQuery()) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

	int count(String sql) throws SQLException {
		return Integer.parseInt(query(sql).get(0));
	}

	@Override
	public void close() throws SQLException {
		this.database.close();
		this.quickstart.close();
		this.mail.close();
	}

	/**
	 * Another connection to the server's database.
	 */
	@SuppressWarnings("unchecked")
	Connection connect() throws IOException, SQLException {
		String settings = Files.readString(this.quickstart.settings().data().resolve("auth-server.yml"));
		Map<String, Map<String, Map<String, String>>> yaml = new Yaml().load(settings);
		Map<String, String> source = yaml.get("spring").get("datasource");
		return DriverManager.getConnection(source.get("url"), source.get("username"), source.get("password"));
	}

}
