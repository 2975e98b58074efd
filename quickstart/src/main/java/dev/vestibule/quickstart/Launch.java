package dev.vestibule.quickstart;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

import dev.vestibule.quickstart.administrator.Administrator;
import dev.vestibule.quickstart.child.Child;
import dev.vestibule.quickstart.inbox.Inbox;
import dev.vestibule.quickstart.postgres.Database;
import dev.vestibule.quickstart.provider.SimulatedProviders;

/**
 * The start of everything, step by step.
 */
final class Launch {

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
			writeLog(data.log("quickstart"));
			this.settings.ports().byVariable().forEach(this::refuseInUse);
			return start(data, Secrets.in(data, this.settings));
		}
		catch (IOException ex) {
			throw new StartException(String.valueOf(ex.getMessage()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StartException("Interrupted while starting.", ex);
		}
	}

	private static void clear(DataFolder data, boolean fresh) throws IOException {
		Child.awaitLeftover(Applications.AUTH_SERVER, apps(data));
		Child.awaitLeftover(Applications.DEMO_CLIENT, apps(data));
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

	private Quickstart start(DataFolder data, Secrets secrets) throws IOException, InterruptedException {
		Settings.Ports ports = this.settings.ports();
		Inbox inbox = this.resources.own(Inbox.start(data.resolve("inbox"), ports.inbox(), ports.smtp()));
		startProviders(data);
		CompletableFuture<String> failure = new CompletableFuture<>();
		Applications applications = new Applications(this.settings, data, secrets);
		this.progress.accept("Starting the demo client ...");
		RunningApplication demoClient = this.resources
			.own(new RunningApplication(applications.demoClient(), apps(data), failure));
		this.progress.accept("Starting PostgreSQL ...");
		Database database = this.resources.own(startDatabase(data, secrets));
		this.progress.accept("Starting the authorization server ...");
		RunningApplication authServer = this.resources
			.own(new RunningApplication(applications.authServer(database), apps(data), failure));
		authServer.awaitReady();
		demoClient.awaitReady();
		Administrator administrator = new Administrator(this.settings.adminEmail(), secrets.adminPassword());
		ensureAccount(administrator, data, inbox);
		return new Quickstart(this.settings, administrator, inbox, authServer, failure, this.resources);
	}

	private static Database startDatabase(DataFolder data, Secrets secrets) {
		Path log = data.log("postgresql");
		try {
			return Database.start(postgres(data), secrets.database(), log);
		}
		catch (IOException | SQLException | IllegalStateException | ExceptionInInitializerError ex) {
			throw new StartException("PostgreSQL does not start (%s); its log is %s.".formatted(ex, log), ex);
		}
	}

	private void startProviders(DataFolder data) throws IOException {
		if (!this.settings.hasReal("google") || !this.settings.hasReal("facebook")) {
			this.resources.own(SimulatedProviders.start(this.settings.ports().providers(),
					Applications.registration("google", this.settings),
					Applications.registration("facebook", this.settings), data.resolve("simulated-google.jwk")));
		}
	}

	private void ensureAccount(Administrator administrator, DataFolder data, Inbox inbox)
			throws IOException, InterruptedException {
		Path done = data.resolve("administrator");
		if (this.settings.hasRealMail() || Files.exists(done)) {
			return;
		}
		this.progress.accept("Signing the administrator up ...");
		try {
			administrator.ensureAccount(this.settings.issuer(), inbox);
			data.write("administrator", administrator.email());
		}
		catch (IOException ex) {
			String reason = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
			this.progress.accept("The administrator could not be signed up at %s (%s); the next start tries again."
				.formatted(this.settings.issuer(), reason));
		}
	}

	private static Path apps(DataFolder data) {
		return data.resolve("apps");
	}

	private static Path postgres(DataFolder data) {
		return data.resolve("postgresql");
	}

}
