package dev.vestibule.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.vestibule.quickstart.child.Application;
import dev.vestibule.quickstart.postgres.Database;
import dev.vestibule.quickstart.provider.Registration;

/**
 * The two applications, and the settings that the quickstart writes for them.
 */
final class Applications {

	static final String AUTH_SERVER = "auth-server";

	static final String DEMO_CLIENT = "demo-client";

	private static final String CLIENTS = "clients.yml";

	private final Settings settings;

	private final DataFolder data;

	private final Map<String, String> values;

	Applications(Settings settings, DataFolder data, Secrets secrets) {
		this.settings = settings;
		this.data = data;
		this.values = values(settings, data, secrets);
	}

	Application authServer(Database database) throws IOException {
		this.data.write(CLIENTS, Template.fill(CLIENTS, this.values));
		this.values.put("databaseUrl", database.url());
		this.values.put("databaseUsername", database.username());
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
		return application(AUTH_SERVER, files,
				"http://127.0.0.1:%d/actuator/health/readiness".formatted(this.settings.ports().management()));
	}

	Application demoClient() throws IOException {
		return application(DEMO_CLIENT, List.of(DEMO_CLIENT),
				"http://%s:%d/".formatted(this.settings.host(), this.settings.ports().demo()));
	}

	/**
	 * What the server is registered as with a simulated provider.
	 */
	static Registration registration(String provider, Settings settings) {
		return new Registration("simulated-" + provider, "simulated-" + provider + "-secret",
				settings.issuer() + "/login/oauth2/code/" + provider);
	}

	private Application application(String name, List<String> files, String health) throws IOException {
		List<Path> written = new ArrayList<>();
		for (String file : files) {
			written.add(this.data.write(file + ".yml", Template.fill(file + ".yml", this.values)));
		}
		String locations = written.stream().map((file) -> file.toUri().toString()).collect(Collectors.joining(","));
		return new Application(name, extract(name), List.of("--spring.config.additional-location=" + locations),
				this.settings.passedOn(), this.data.log(name), URI.create(health));
	}

	private Path extract(String name) throws IOException {
		try (InputStream jar = Applications.class.getResourceAsStream("/apps/" + name + ".jar")) {
			if (jar == null) {
				throw new StartException(
						"The quickstart was built without the %s: build it with \"./mvnw package\".".formatted(name));
			}
			return this.data.extract(jar, "apps/" + name + ".jar");
		}
	}

	private static Map<String, String> values(Settings settings, DataFolder data, Secrets secrets) {
		Settings.Ports ports = settings.ports();
		Map<String, String> values = new HashMap<>();
		values.put("address", settings.address());
		values.put("authPort", Integer.toString(ports.auth()));
		values.put("managementPort", Integer.toString(ports.management()));
		values.put("demoPort", Integer.toString(ports.demo()));
		values.put("smtpPort", Integer.toString(ports.smtp()));
		values.put("issuer", settings.issuer().toString());
		values.put("demoUrl", "http://localhost:" + ports.demo());
		values.put("providersUrl", "http://localhost:" + ports.providers());
		values.put("wellKnownSecrets", Boolean.toString(settings.isLoopback()));
		values.put("databasePassword", secrets.database());
		values.put("keyringFile", data.resolve("keyring").toString());
		values.put("declaredFile", data.resolve(CLIENTS).toString());
		values.put("adminEmail", settings.adminEmail());
		values.put("demoSecret", secrets.demoClient());
		values.put("demoServiceSecret", secrets.demoService());
		values.put("adminCliSecret", secrets.adminCli());
		List.of("google", "facebook").forEach((provider) -> {
			values.put(provider + "Id", registration(provider, settings).clientId());
			values.put(provider + "Secret", registration(provider, settings).clientSecret());
		});
		return values;
	}

}
