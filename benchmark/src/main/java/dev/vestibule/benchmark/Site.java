package dev.vestibule.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * A server with its own database: how it is set up and started.
 */
final class Site implements AutoCloseable {

	/** What each client's secret begins with, before its id; it protects nothing here. */
	static final String SECRET = "benchmark-secret-of-forty-three-characters-";

	private static final String KEYRING = "benchmark:YmVuY2htYXJrLWtleS1vZi1leGFjdGx5LTMyLWJ5dGU";

	private static final String RESOURCES = "org/springframework/security/oauth2/server/authorization/";

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	/** Which Java writes a cache of what a start loads and links (JEP 514). */
	private static final int AOT_CACHE_SINCE = 25;

	private static final List<String> SCHEMA = List.of("client/oauth2-registered-client-schema.sql",
			"oauth2-authorization-schema.sql", "oauth2-authorization-consent-schema.sql");

	private final Contender contender;

	private final Path folder;

	private final Postgres database;

	private final String url;

	private final List<String> command;

	private Site(Contender contender, Path folder, Postgres database, int port, List<String> command) {
		this.contender = contender;
		this.folder = folder;
		this.database = database;
		this.url = "http://127.0.0.1:" + port;
		this.command = command;
	}

	/**
	 * Sets a server up, with its clients and people.
	 */
	static Site prepare(Contender contender, Path folder, Settings settings, int people)
			throws IOException, SQLException, InterruptedException {
		Path own = Files.createDirectories(folder.resolve(contender.id()));
		Postgres database = Postgres.start(own);
		int port = Node.freePort();
		Site site = new Site(contender, own, database, port, command(contender, settings, database, port, own));
		site.createTables();
		// It migrates, and registers the clients; nothing of that is measured.
		site.start().close();
		site.createPeople(people);
		if (contender == Contender.VESTIBULE && Runtime.version().feature() >= AOT_CACHE_SINCE) {
			site.train(settings);
		}
		return site;
	}

	/**
	 * Has the server write down, for its starts to come, what it loaded and linked while
	 * it answered everything once.
	 */
	private void train(Settings settings) throws IOException, InterruptedException, SQLException {
		Path cache = this.folder.resolve("server.aot").toAbsolutePath();
		List<String> training = new ArrayList<>(this.command);
		training.add(1, "-XX:AOTCacheOutput=" + cache);
		try (Node node = Node.start(training, this.url, this.folder.resolve("server.log"))) {
			Stand stand = new Stand(this, node, new Wrk(this.folder), 1);
			for (Flow flow : Flow.values()) {
				if (this.contender.does(flow)) {
					stand.measure(flow, 1, Math.min(2, settings.seconds()));
				}
			}
		}
		if (!Files.exists(cache)) {
			throw new BenchmarkException("The server's cache was not written. See " + this.folder + "/server.log");
		}
		this.command.add(1, "-XX:AOTCache=" + cache);
	}

	Contender contender() {
		return this.contender;
	}

	Postgres database() {
		return this.database;
	}

	Node start() throws IOException, InterruptedException {
		return Node.start(this.command, this.url, this.folder.resolve("server.log"));
	}

	@Override
	public void close() throws IOException, SQLException {
		this.database.close();
	}

	private void createTables() throws IOException, SQLException {
		if (this.contender == Contender.PLAIN) {
			for (String script : SCHEMA) {
				// As the scripts' own comments demand for PostgreSQL.
				this.database.run(resource(RESOURCES + script).replaceAll("\\bblob\\b(?=[^']* DEFAULT)", "text")
					.replaceAll("\\btimestamp\\b(?=[^']* DEFAULT)", "timestamptz"));
			}
		}
		if (this.contender == Contender.FLOOR) {
			this.database
				.run("CREATE TABLE family (id uuid PRIMARY KEY, generation integer NOT NULL, rotated_at timestamptz)");
		}
	}

	/**
	 * Gives people of the server a password whose hash costs next to nothing, since what
	 * a login costs beyond it is what is measured.
	 */
	private void createPeople(int people) throws SQLException {
		if (this.contender != Contender.VESTIBULE) {
			return;
		}
		String hash = new Argon2PasswordEncoder(16, 32, 1, 8, 1).encode(Person.PASSWORD);
		for (int number = 0; number < people; number++) {
			this.database.run(
					"INSERT INTO account (email, verified_at, verified_by, name, password_hash) VALUES ('%s', now(), 'code', 'Ann Example', '%s')"
						.formatted(Person.email(number), hash));
		}
	}

	private static List<String> command(Contender contender, Settings settings, Postgres database, int port,
			Path folder) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		command.add(JAVA);
		command.addAll(settings.jvm());
		Map<String, String> arguments = new TreeMap<>(Map.of("spring.datasource.url", database.url(),
				"spring.datasource.username", "postgres", "spring.datasource.password", "postgres", "server.address",
				"127.0.0.1", "server.port", Integer.toString(port)));
		if (contender == Contender.VESTIBULE) {
			command.addAll(List.of("-jar", unpacked(product(), folder.resolve("application")).toString()));
			arguments.putAll(vestibule(folder));
			arguments.put("vestibule.issuer", "http://127.0.0.1:" + port);
		}
		else {
			command.addAll(itself());
			command.add(contender.id());
			arguments.put("secret", SECRET);
			arguments.put("spring.main.banner-mode", "off");
		}
		arguments.forEach((name, value) -> command.add("--" + name + "=" + value));
		return command;
	}

	private static Path product() throws IOException {
		Path target = Path.of("auth-server", "target");
		if (Files.isDirectory(target)) {
			try (var files = Files.list(target)) {
				List<Path> jars = files.filter((file) -> file.toString().endsWith("-exec.jar")).toList();
				if (jars.size() == 1) {
					return jars.get(0);
				}
			}
		}
		throw new BenchmarkException(
				"There is no executable jar of the server in auth-server/target: build it, and start the benchmark from the folder above.");
	}

	/**
	 * The server's jar beside those that it is made of, as its container image has them.
	 */
	private static Path unpacked(Path jar, Path folder) throws IOException, InterruptedException {
		Process extraction = new ProcessBuilder(JAVA, "-Djarmode=tools", "-jar", jar.toString(), "extract",
				"--destination", folder.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (extraction.waitFor() != 0) {
			throw new BenchmarkException("The server's jar " + jar + " cannot be unpacked.");
		}
		return folder.resolve(jar.getFileName());
	}

	private static List<String> itself() {
		String classes = System.getProperty("java.class.path");
		return classes.endsWith(".jar") && !classes.contains(":") ? List.of("-jar", classes)
				: List.of("-cp", classes, BenchmarkApplication.class.getName());
	}

	private static Map<String, String> vestibule(Path folder) throws IOException {
		Map<String, String> settings = new TreeMap<>();
		settings.put("vestibule.keyring.keys", KEYRING);
		settings.put("vestibule.mail.from", "benchmark@example.com");
		settings.put("spring.mail.host", "127.0.0.1");
		settings.put("vestibule.config.file",
				Files.writeString(folder.resolve("clients.yml"), resource("dev/vestibule/benchmark/clients.yml"))
					.toAbsolutePath()
					.toString());
		List.of("es256", "rs256", "app", "admin")
			.forEach((client) -> settings.put("VESTIBULE_SECRET_" + client.toUpperCase(Locale.ROOT), SECRET + client));
		return settings;
	}

	private static String resource(String path) throws IOException {
		try (InputStream in = Objects.requireNonNull(Site.class.getClassLoader().getResourceAsStream(path))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
