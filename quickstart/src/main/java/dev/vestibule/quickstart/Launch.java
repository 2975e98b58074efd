package dev.vestibule.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

import dev.vestibule.quickstart.administrator.Administrator;
import dev.vestibule.quickstart.child.Application;
import dev.vestibule.quickstart.child.Child;
import dev.vestibule.quickstart.inbox.Inbox;
import dev.vestibule.quickstart.postgres.Database;
import dev.vestibule.quickstart.provider.Registration;
import dev.vestibule.quickstart.provider.SimulatedProviders;

/**
 * The start of everything, step by step.
 */
final class Launch {

	static final String AUTH_SERVER = "auth-server";

	static final String DEMO_CLIENT = "demo-client";

	private static final String ADMINISTRATOR = "admin@example.com";

	private final Settings settings;

	private final Resources resources;

	private final Consumer<String> progress;

	Launch(Settings settings, Resources resources, Consumer<String> progress) {
		this.settings = settings;
		this.resources = resources;
		this.progress = progress;
	}

	/**
	 * Starts everything.
	 * @param fresh forgets what earlier runs kept
	 * @throws StartException if that is not possible
	 */
	Quickstart run(boolean fresh) {
		DataFolder data = this.resources.own(DataFolder.open(this.settings.data()));
		try {
			clear(data, fresh);
			writeLog(log(data, "quickstart"));
			this.settings.ports().byVariable().forEach(this::refuseInUse);
			return start(data, Secrets.in(data, this.settings));
		}
		catch (IOException | SQLException ex) {
			throw new StartException(String.valueOf(ex.getMessage()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StartException("Interrupted while starting.", ex);
		}
	}

	private static void clear(DataFolder data, boolean fresh) throws IOException {
		Child.awaitLeftover(AUTH_SERVER, apps(data));
		Child.awaitLeftover(DEMO_CLIENT, apps(data));
		Database.stopLeftover(postgres(data));
		if (fresh) {
			data.empty();
		}
		data.emptyLogs();
		Files.createDirectories(apps(data));
	}

	private void writeLog(Path file) throws IOException {
		FileHandler handler = new FileHandler(file.toString().replace("%", "%%"));
		handler.setFormatter(new SimpleFormatter());
		Logger root = Logger.getLogger("");
		root.addHandler(handler);
		this.resources.<AutoCloseable>own(() -> {
			root.removeHandler(handler);
			handler.close();
		});
	}

	private void refuseInUse(String variable, int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress("127.0.0.1", port));
		}
		catch (BindException ex) {
			throw new StartException(
					"Port %d is in use: stop what uses it, or set %s to another.".formatted(port, variable), ex);
		}
		catch (IOException ex) {
			throw new StartException("Port %d cannot be used: %s.".formatted(port, ex.getMessage()), ex);
		}
	}

	private Quickstart start(DataFolder data, Secrets secrets) throws IOException, SQLException, InterruptedException {
		Settings.Ports ports = this.settings.ports();
		Inbox inbox = this.resources.own(Inbox.start(data.resolve("inbox"), ports.inbox(), ports.smtp()));
		startProviders(data);
		CompletableFuture<String> failure = new CompletableFuture<>();
		Map<String, String> values = values(data, secrets);
		this.progress.accept("Starting the demo client ...");
		RunningApplication demoClient = this.resources
			.own(new RunningApplication(demoClient(data, values), apps(data), failure));
		this.progress.accept("Starting PostgreSQL ...");
		Database database = this.resources
			.own(Database.start(postgres(data), secrets.database(), log(data, "postgresql")));
		values.put("databaseUrl", database.url());
		values.put("databaseUsername", database.username());
		this.progress.accept("Starting the authorization server ...");
		RunningApplication authServer = this.resources
			.own(new RunningApplication(authServer(data, values), apps(data), failure));
		authServer.awaitReady();
		demoClient.awaitReady();
		Administrator administrator = new Administrator(ADMINISTRATOR, secrets.adminPassword());
		ensureAccount(administrator, data, inbox);
		return new Quickstart(this.settings, administrator, inbox, authServer, failure, this.resources);
	}

	private void startProviders(DataFolder data) throws IOException {
		if (!this.settings.hasReal("google") || !this.settings.hasReal("facebook")) {
			this.resources.own(SimulatedProviders.start(this.settings.ports().providers(), registration("google"),
					registration("facebook"), data.resolve("simulated-google.jwk")));
		}
	}

	private Registration registration(String provider) {
		return new Registration("simulated-" + provider, "simulated-" + provider + "-secret",
				this.settings.issuer() + "/login/oauth2/code/" + provider);
	}

	private Application authServer(DataFolder data, Map<String, String> values) throws IOException {
		List<String> files = new ArrayList<>(List.of(AUTH_SERVER));
		if (!this.settings.hasReal("google")) {
			files.add("simulated-google");
		}
		if (!this.settings.hasReal("facebook")) {
			files.add("simulated-facebook");
		}
		if (!this.settings.hasRealMail()) {
			files.add("inbox");
		}
		URI health = URI
			.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(this.settings.ports().management()));
		return application(data, AUTH_SERVER, files, values, health);
	}

	private Application demoClient(DataFolder data, Map<String, String> values) throws IOException {
		URI health = URI.create("http://%s:%d/".formatted(this.settings.host(), this.settings.ports().demo()));
		return application(data, DEMO_CLIENT, List.of(DEMO_CLIENT), values, health);
	}

	private Application application(DataFolder data, String name, List<String> files, Map<String, String> values,
			URI health) throws IOException {
		List<Path> written = new ArrayList<>();
		for (String file : files) {
			written.add(data.write(file + ".yml", Template.fill(file + ".yml", values)));
		}
		String locations = written.stream().map((file) -> file.toUri().toString()).collect(Collectors.joining(","));
		return new Application(name, extract(data, name), List.of("--spring.config.additional-location=" + locations),
				this.settings.passedOn(), log(data, name), health);
	}

	private static Path extract(DataFolder data, String name) throws IOException {
		try (InputStream jar = Launch.class.getResourceAsStream("/apps/" + name + ".jar")) {
			if (jar == null) {
				throw new StartException(
						"The quickstart was built without the %s: build it with \"./mvnw package\".".formatted(name));
			}
			return data.extract(jar, "apps/" + name + ".jar");
		}
	}

	private Map<String, String> values(DataFolder data, Secrets secrets) {
		Settings.Ports ports = this.settings.ports();
		Map<String, String> values = new HashMap<>();
		values.put("address", this.settings.address());
		values.put("authPort", Integer.toString(ports.auth()));
		values.put("managementPort", Integer.toString(ports.management()));
		values.put("demoPort", Integer.toString(ports.demo()));
		values.put("smtpPort", Integer.toString(ports.smtp()));
		values.put("issuer", this.settings.issuer().toString());
		values.put("demoUrl", "http://localhost:" + ports.demo());
		values.put("providersUrl", "http://localhost:" + ports.providers());
		values.put("wellKnownSecrets", Boolean.toString(this.settings.isLoopback()));
		values.put("databasePassword", secrets.database());
		values.put("keyringFile", data.resolve("keyring").toString());
		values.put("adminEmail", ADMINISTRATOR);
		values.put("demoSecret", secrets.demoClient());
		values.put("demoServiceSecret", secrets.demoService());
		values.put("adminCliSecret", secrets.adminCli());
		List.of("google", "facebook").forEach((provider) -> {
			values.put(provider + "Id", registration(provider).clientId());
			values.put(provider + "Secret", registration(provider).clientSecret());
		});
		return values;
	}

	private void ensureAccount(Administrator administrator, DataFolder data, Inbox inbox)
			throws IOException, InterruptedException {
		Path done = data.resolve("administrator");
		if (Files.exists(done)) {
			return;
		}
		if (this.settings.hasRealMail()) {
			this.progress.accept("Mail goes out for real, so the administrator's account is yours to make: sign up as "
					+ ADMINISTRATOR + ".");
			return;
		}
		this.progress.accept("Signing the administrator up ...");
		try {
			administrator.ensureAccount(this.settings.issuer(), inbox);
			data.write("administrator", administrator.email());
		}
		catch (IOException ex) {
			this.progress.accept(
					"The administrator could not be signed up: " + ex.getMessage() + ". The next start tries again.");
		}
	}

	private static Path apps(DataFolder data) {
		return data.resolve("apps");
	}

	private static Path postgres(DataFolder data) {
		return data.resolve("postgresql");
	}

	private static Path log(DataFolder data, String name) {
		return data.logs().resolve(name + ".log");
	}

}
