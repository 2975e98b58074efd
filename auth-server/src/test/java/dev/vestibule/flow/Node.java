package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import dev.vestibule.VestibuleApplication;
import dev.vestibule.account.TestHashing;
import dev.vestibule.standin.Ports;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A whole server, as it runs in production but for what a password's hash costs, on a
 * port of its own.
 */
final class Node implements AutoCloseable {

	static final String API = "http://localhost:8080/api";

	static final String LEDGER = "https://ledger.example.com/api";

	static final String CONFIGURATION = "src/test/resources/dev/vestibule/flow/vestibule.yml";

	private static final List<String> SETTINGS = List.of("server.address=127.0.0.1", "vestibule.quickstart=true",
			"vestibule.keyring.keys=test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"spring.datasource.hikari.maximum-pool-size=20",
			// A thousand requests at once are not turned away here, but answered.
			"spring.datasource.hikari.connection-timeout=30000", "spring.main.banner-mode=off",
			// Everybody in these tests comes from one address.
			"vestibule.verification.mails-per-source=100000", "vestibule.admin.follow=3s",
			"vestibule.mail.from=Vestibule <no-reply@example.com>", "spring.mail.host=127.0.0.1",
			"vestibule.config.file=" + CONFIGURATION, "VESTIBULE_SECRET_WEB=web-secret",
			"VESTIBULE_SECRET_ASKING=asking-secret", "VESTIBULE_SECRET_SERVICE=service-secret",
			"VESTIBULE_SECRET_LEGACY=legacy-secret", "VESTIBULE_SECRET_ADMIN_CLI=admin-cli-secret",
			"VESTIBULE_SECRET_LEDGER_READER=ledger-reader-secret-of-32-letters",
			"VESTIBULE_SECRET_LEDGER_API=ledger-api-secret-of-32-letters-");

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
		int port = Ports.free();
		return start(databaseUrl, mail, "http://localhost:" + port, port, settings);
	}

	/**
	 * Another node of the same issuer.
	 */
	Node startSibling(String databaseUrl, GreenMail mail, String... settings) {
		return start(databaseUrl, mail, this.issuer, Ports.free(), settings);
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
			.initializers((starting) -> {
				starting.getBeanFactory().addBeanPostProcessor(statements);
				((GenericApplicationContext) starting).registerBean(TestHashing.class,
						(definition) -> definition.setPrimary(true));
			})
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

}
