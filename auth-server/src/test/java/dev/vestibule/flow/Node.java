package dev.vestibule.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import dev.vestibule.VestibuleApplication;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole server, as it runs in production, on a port of its own.
 */
final class Node implements AutoCloseable {

	static final String API = "http://localhost:8080/api";

	static final String LEDGER = "https://ledger.example.com/api";

	private static final List<String> SETTINGS = List.of("server.address=127.0.0.1", "vestibule.quickstart=true",
			"vestibule.keyring.keys=test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"spring.datasource.hikari.maximum-pool-size=20",
			// A thousand requests at once are not turned away here, but answered.
			"spring.datasource.hikari.connection-timeout=30000", "spring.main.banner-mode=off",
			// Everybody in these tests comes from one address.
			"vestibule.verification.mails-per-source=100000", "vestibule.admin.follow=3s",
			"vestibule.mail.from=Vestibule <no-reply@example.com>", "spring.mail.host=127.0.0.1",
			"vestibule.clients[0].client-id=web", "vestibule.clients[0].client-secret=web-secret",
			"vestibule.clients[0].client-name=Web shop",
			"vestibule.clients[0].redirect-uris=" + RelyingApp.REDIRECT_URI,
			"vestibule.clients[0].post-logout-redirect-uris=https://app.example.com/",
			"vestibule.clients[0].grant-types=authorization_code,refresh_token",
			"vestibule.clients[0].scope=openid profile email notes.read notes.write",
			"vestibule.clients[0].require-consent=false", "vestibule.clients[1].client-id=asking",
			"vestibule.clients[1].client-secret=asking-secret", "vestibule.clients[1].client-name=Asking <app>",
			"vestibule.clients[1].redirect-uris=" + RelyingApp.REDIRECT_URI,
			"vestibule.clients[1].grant-types=authorization_code,refresh_token",
			"vestibule.clients[1].scope=openid profile email notes.read notes.write",
			"vestibule.clients[2].client-id=service", "vestibule.clients[2].client-secret=service-secret",
			"vestibule.clients[2].client-name=Service", "vestibule.clients[2].grant-types=client_credentials",
			"vestibule.clients[2].scope=notes.read notes.write", "vestibule.clients[3].client-id=spa",
			"vestibule.clients[3].client-name=Browser app", "vestibule.clients[3].token-endpoint-auth-method=none",
			"vestibule.clients[3].redirect-uris=" + RelyingApp.REDIRECT_URI + ",http://127.0.0.1/callback",
			"vestibule.clients[3].grant-types=authorization_code,refresh_token",
			"vestibule.clients[3].scope=openid profile email notes.read", "vestibule.clients[3].require-consent=false",
			"vestibule.clients[4].client-id=legacy", "vestibule.clients[4].client-secret=legacy-secret",
			"vestibule.clients[4].client-name=Older client", "vestibule.clients[4].require-pkce=false",
			"vestibule.clients[4].redirect-uris=" + RelyingApp.REDIRECT_URI,
			"vestibule.clients[4].grant-types=authorization_code", "vestibule.clients[4].scope=openid",
			"vestibule.clients[4].require-consent=false", "vestibule.clients[5].client-id=admin-cli",
			"vestibule.clients[5].client-secret=admin-cli-secret",
			"vestibule.clients[5].grant-types=client_credentials", "vestibule.clients[5].scope=admin admin.read",
			"vestibule.resource-servers[0].uri=" + API, "vestibule.resource-servers[0].name=Notes",
			"vestibule.resource-servers[0].scopes[0].name=notes.read",
			"vestibule.resource-servers[0].scopes[0].description=Read your notes",
			"vestibule.resource-servers[0].scopes[0].descriptions.ko=내 메모 보기",
			"vestibule.resource-servers[0].scopes[1].name=notes.write",
			"vestibule.resource-servers[0].scopes[1].description=Write notes",
			"vestibule.clients[6].client-id=ledger-reader",
			"vestibule.clients[6].client-secret=ledger-reader-secret-of-32-letters",
			"vestibule.clients[6].grant-types=client_credentials", "vestibule.clients[6].scope=ledger.read notes.read",
			"vestibule.clients[7].client-id=ledger-api",
			"vestibule.clients[7].client-secret=ledger-api-secret-of-32-letters-",
			"vestibule.clients[7].grant-types=client_credentials", "vestibule.clients[7].scope=notes.read",
			"vestibule.resource-servers[1].uri=" + LEDGER, "vestibule.resource-servers[1].name=Ledger",
			"vestibule.resource-servers[1].access-token-lifetime=2m",
			"vestibule.resource-servers[1].access-token-signing-alg=RS256",
			"vestibule.resource-servers[1].client-id=ledger-api",
			"vestibule.resource-servers[1].scopes[0].name=ledger.read");

	private static final List<Node> RUNNING = new CopyOnWriteArrayList<>();

	private final ConfigurableApplicationContext context;

	private final String issuer;

	private final Statements statements;

	private Node(ConfigurableApplicationContext context, String issuer, Statements statements) {
		this.context = context;
		this.issuer = issuer;
		this.statements = statements;
	}

	static Node start(String databaseUrl, GreenMail mail, String... settings) {
		int port = freePort();
		return start(databaseUrl, mail, "http://localhost:" + port, port, settings);
	}

	/**
	 * Another node of the same issuer.
	 */
	Node startSibling(String databaseUrl, GreenMail mail, String... settings) {
		return start(databaseUrl, mail, this.issuer, freePort(), settings);
	}

	private static Node start(String databaseUrl, GreenMail mail, String issuer, int port, String... settings) {
		List<String> arguments = new ArrayList<>(SETTINGS);
		arguments.add("spring.datasource.url=" + databaseUrl);
		arguments.add("server.port=" + port);
		arguments.add("vestibule.issuer=" + issuer);
		if (Stream.of(settings).noneMatch((setting) -> setting.startsWith("spring.mail.port="))) {
			arguments.add("spring.mail.port=" + mail.getSmtp().getPort());
		}
		arguments.addAll(List.of(settings));
		Statements statements = new Statements();
		ConfigurableApplicationContext context = new SpringApplicationBuilder(VestibuleApplication.class)
			.initializers((starting) -> starting.getBeanFactory().addBeanPostProcessor(statements))
			.run(lastOfEach(arguments));
		Node node = new Node(context, issuer, statements);
		RUNNING.add(node);
		return node;
	}

	/**
	 * All nodes that run now.
	 */
	static List<Node> running() {
		return List.copyOf(RUNNING);
	}

	/**
	 * Of a setting that is given twice Boot would make a list.
	 */
	private static String[] lastOfEach(List<String> settings) {
		Map<String, String> last = new LinkedHashMap<>();
		settings.forEach((setting) -> last.put(setting.substring(0, setting.indexOf('=')), "--" + setting));
		return last.values().toArray(String[]::new);
	}

	/**
	 * Where this node answers; only the first node of an issuer answers at the issuer.
	 */
	String url() {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port");
	}

	String issuer() {
		return this.issuer;
	}

	Statements statements() {
		return this.statements;
	}

	JdbcClient jdbc() {
		return this.context.getBean(JdbcClient.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> Collection<T> beans(Class<T> type) {
		return this.context.getBeansOfType(type).values();
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	Map<String, Object> settings() {
		return this.context.getBeansWithAnnotation(ConfigurationProperties.class);
	}

	@Override
	public void close() {
		RUNNING.remove(this);
		this.context.close();
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
