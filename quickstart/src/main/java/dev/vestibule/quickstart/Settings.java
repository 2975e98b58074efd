package dev.vestibule.quickstart;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the quickstart is told by environment variables. Everything listens on the
 * loopback address; another address or issuer must be named in
 * {@code VESTIBULE_QUICKSTART_HOST}.
 *
 * @param data the folder that keeps everything between runs, {@code VESTIBULE_DATA}
 * @param issuer where browsers reach the authorization server, {@code VESTIBULE_ISSUER}
 * @param address where server and demo client listen, {@code SERVER_ADDRESS}
 * @param adminPassword {@code VESTIBULE_ADMIN_PASSWORD}, if it is set
 * @param environment all variables
 */
public record Settings(Path data, URI issuer, String address, Ports ports, Optional<String> adminPassword,
		Map<String, String> environment) {

	/** The same as the server admits as an issuer on plain HTTP. */
	private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

	private static final int MIN_PASSWORD = 15;

	/** Variables that speak to the quickstart, or of what it sets by itself. */
	private static final Pattern OWN = Pattern
		.compile("VESTIBULE_(DATA|ISSUER|ADMIN_PASSWORD|QUICKSTART.*|[A-Z]+_PORT|KEYRING_.*)|SERVER_(PORT|ADDRESS)"
				+ "|MANAGEMENT_SERVER_.*|SPRING_DATASOURCE_.*|DEMO_.*");

	/**
	 * Reads the settings.
	 * @throws StartException if one of them is not acceptable
	 */
	public static Settings of(Map<String, String> environment) {
		Ports ports = Ports.of(environment);
		URI issuer = uri("VESTIBULE_ISSUER",
				environment.getOrDefault("VESTIBULE_ISSUER", "http://localhost:" + ports.auth()));
		String address = environment.getOrDefault("SERVER_ADDRESS", "127.0.0.1");
		Set<String> named = Set.copyOf(List.of(environment.getOrDefault("VESTIBULE_QUICKSTART_HOST", "").split(",")));
		refuseUnnamed("VESTIBULE_ISSUER", issuer.getHost(), named);
		refuseUnnamed("SERVER_ADDRESS", address, named);
		Stream.of("GOOGLE", "FACEBOOK").forEach((provider) -> refuseHalf(environment, provider));
		return new Settings(path(environment.getOrDefault("VESTIBULE_DATA", ".vestibule")), issuer, address, ports,
				password(environment), Map.copyOf(environment));
	}

	/**
	 * Whether the issuer is on this machine alone, so that well-known secrets do no harm.
	 */
	boolean isLoopback() {
		return LOOPBACK.contains(this.issuer.getHost());
	}

	/**
	 * Whether the person brought credentials for the real provider.
	 */
	boolean hasReal(String provider) {
		return hasCredential(this.environment, provider, "ID");
	}

	boolean hasRealMail() {
		return this.environment.containsKey("SPRING_MAIL_HOST");
	}

	/**
	 * Whose account administers; with a real mail server it has to be an address of
	 * theirs.
	 */
	String adminEmail() {
		return this.environment.getOrDefault("VESTIBULE_BOOTSTRAP_ADMIN_EMAIL", "admin@example.com");
	}

	/**
	 * What of the environment reaches the two applications.
	 */
	Map<String, String> passedOn() {
		return this.environment.entrySet()
			.stream()
			.filter((variable) -> !OWN.matcher(variable.getKey()).matches())
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** The address in a form that a browser or an HTTP client can call. */
	String host() {
		return this.address.equals("0.0.0.0") ? "127.0.0.1" : this.address;
	}

	private static void refuseUnnamed(String variable, String host, Set<String> named) {
		if (!LOOPBACK.contains(host) && !named.contains(host)) {
			throw new StartException(
					"%s names %s, which others can reach, while the quickstart is for this machine only; ".formatted(
							variable, host) + "if you mean it, set VESTIBULE_QUICKSTART_HOST=" + host + " as well.");
		}
	}

	private static void refuseHalf(Map<String, String> environment, String provider) {
		if (hasCredential(environment, provider, "ID") != hasCredential(environment, provider, "SECRET")) {
			throw new StartException(
					"VESTIBULE_PROVIDERS_%1$s_CLIENT_ID and VESTIBULE_PROVIDERS_%1$s_CLIENT_SECRET must be set together."
						.formatted(provider));
		}
	}

	private static boolean hasCredential(Map<String, String> environment, String provider, String kind) {
		String name = "VESTIBULE_PROVIDERS_" + provider.toUpperCase(Locale.ROOT) + "_CLIENT";
		return environment.containsKey(name + "_" + kind) || environment.containsKey(name + kind);
	}

	private static Optional<String> password(Map<String, String> environment) {
		Optional<String> password = Optional.ofNullable(environment.get("VESTIBULE_ADMIN_PASSWORD"));
		if (password.filter((value) -> value.codePointCount(0, value.length()) < MIN_PASSWORD).isPresent()) {
			throw new StartException("VESTIBULE_ADMIN_PASSWORD needs at least %d characters.".formatted(MIN_PASSWORD));
		}
		return password;
	}

	private static URI uri(String variable, String value) {
		try {
			URI uri = URI.create(value);
			if (uri.getHost() != null) {
				return uri;
			}
		}
		catch (IllegalArgumentException ex) {
			// Refused below.
		}
		throw new StartException(
				"%s is not an address such as https://login.example.com: %s".formatted(variable, value));
	}

	private static Path path(String value) {
		try {
			return Path.of(value).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw new StartException("VESTIBULE_DATA is not a path: " + value, ex);
		}
	}

	/**
	 * The ports, each settable by a variable such as {@code VESTIBULE_AUTH_PORT}.
	 */
	public record Ports(int auth, int management, int demo, int inbox, int smtp, int providers) {

		static Ports of(Map<String, String> environment) {
			return new Ports(port(environment, "AUTH", 9000), port(environment, "MANAGEMENT", 9001),
					port(environment, "DEMO", 8080), port(environment, "INBOX", 8025), port(environment, "SMTP", 1025),
					port(environment, "PROVIDERS", 9100));
		}

		/** Each port by the variable that sets it. */
		Map<String, Integer> byVariable() {
			Map<String, Integer> ports = new LinkedHashMap<>();
			ports.put(variable("AUTH"), this.auth);
			ports.put(variable("MANAGEMENT"), this.management);
			ports.put(variable("DEMO"), this.demo);
			ports.put(variable("INBOX"), this.inbox);
			ports.put(variable("SMTP"), this.smtp);
			ports.put(variable("PROVIDERS"), this.providers);
			return ports;
		}

		private static int port(Map<String, String> environment, String name, int fallback) {
			String value = environment.getOrDefault(variable(name), Integer.toString(fallback));
			try {
				int port = Integer.parseInt(value);
				if (port > 0 && port < 65536) {
					return port;
				}
			}
			catch (NumberFormatException ex) {
				// Refused below.
			}
			throw new StartException("%s is not a port between 1 and 65535: %s".formatted(variable(name), value));
		}

		private static String variable(String name) {
			return "VESTIBULE_" + name + "_PORT";
		}

	}

}
