package dev.vestibule.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.web.ServerProperties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@SpringBootTest(classes = TestServer.class, properties = { TestServer.ISSUER, TestServer.KEYRING })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class ReconciliationTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String[] SETTINGS = { "vestibule.resource-servers[0].uri=http://localhost:8080/api",
			"vestibule.resource-servers[0].name=Notes", "vestibule.resource-servers[0].scopes[0].name=notes.read",
			"vestibule.resource-servers[0].scopes[0].description=Read your notes", "vestibule.clients[0].client-id=web",
			"vestibule.clients[0].client-secret=" + SECRET, "vestibule.clients[0].client-name=Web app",
			"vestibule.clients[0].client-uri=https://app.example",
			"vestibule.clients[0].redirect-uris=https://app.example/callback",
			"vestibule.clients[0].grant-types=authorization_code,refresh_token",
			"vestibule.clients[0].scope=openid notes.read", "vestibule.clients[0].id-token-signed-response-alg=ES256",
			"vestibule.clients[0].access-token-signing-alg=RS256" };

	@Autowired
	private List<ResourceServer> ownServers;

	@Autowired
	private Clients clients;

	@Autowired
	private RegisteredClients registeredClients;

	@Autowired
	private ResourceServers resourceServers;

	@Autowired
	private ClientSecretEncoder encoder;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionOperations transactions;

	@BeforeEach
	void empty() {
		this.jdbc.sql("TRUNCATE client, resource_server, audit_event CASCADE").update();
	}

	@Test
	void startWhenConfiguredThenRegistered() {
		start(SETTINGS);
		RegisteredClient client = web();
		assertThat(client).isEqualTo(this.registeredClients.findById("web"));
		assertThat(client.getClientName()).isEqualTo("Web app");
		assertThat(client.getRedirectUris()).containsExactly("https://app.example/callback");
		assertThat(client.getAuthorizationGrantTypes())
			.containsExactlyInAnyOrder(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN);
		assertThat(client.getScopes()).containsExactlyInAnyOrder("openid", "notes.read");
		assertThat(client.getClientSettings().isRequireProofKey()).isTrue();
		assertThat(client.getClientSettings().isRequireAuthorizationConsent()).isTrue();
		assertThat(client.getClientSettings().<String>getSetting(RegisteredClients.CLIENT_URI))
			.isEqualTo("https://app.example");
		assertThat(client.getTokenSettings().<Object>getSetting(RegisteredClients.ID_TOKEN_SIGNING_ALG))
			.isEqualTo("ES256");
		assertThat(client.getTokenSettings().<Object>getSetting(RegisteredClients.ACCESS_TOKEN_SIGNING_ALG))
			.isEqualTo("RS256");
		assertThat(client.getTokenSettings().getAuthorizationCodeTimeToLive()).hasSeconds(60);
		assertThat(this.registeredClients.findByClientId("WEB")).isNull();
		assertThat(this.encoder.matches(SECRET, client.getClientSecret())).isTrue();
	}

	@Test
	void startWhenConfiguredThenResourceServersAndOwnApi() {
		start(SETTINGS);
		ResourceServers servers = this.resourceServers;
		assertThat(servers.exists("http://localhost:8080/api")).isTrue();
		assertThat(servers.exists("http://localhost:8080/other")).isFalse();
		assertThat(servers.ownerOf("notes.read")).hasValue("http://localhost:8080/api");
		assertThat(servers.ownerOf("openid")).isEmpty();
		assertThat(servers.description("notes.read", Locale.ENGLISH)).hasValue("Read your notes");
		assertThat(servers.scopes()).containsExactlyInAnyOrder("notes.read", "admin", "admin.read");
	}

	@Test
	void startWhenScopeNoLongerNamedThenGoneFromClientsToo() {
		start(with("vestibule.resource-servers[0].scopes[1].name=notes.write",
				"vestibule.clients[0].scope=openid notes.write notes.read"));
		this.jdbc.sql("UPDATE client SET managed_by = 'api'").update();
		start(Stream.of(SETTINGS).filter((setting) -> !setting.contains("clients")).toArray(String[]::new));
		assertThat(this.resourceServers.ownerOf("notes.write")).isEmpty();
		assertThat(this.clients.find("web").orElseThrow().metadata().scopes()).containsExactly("openid", "notes.read");
		assertThat(audited()).containsExactly("client.created", "client.updated");
	}

	@Test
	void startWhenScopeMovedThenOnlyFromServerThatGivesItUp() {
		start(SETTINGS);
		String[] moved = Stream.of(SETTINGS)
			.map((setting) -> setting.replace("localhost:8080", "localhost:8081"))
			.toArray(String[]::new);
		assertThatException().isThrownBy(() -> start(moved))
			.withMessageContaining(
					"the scope \"notes.read\" of http://localhost:8081/api belongs to http://localhost:8080/api");
		start(Stream.concat(Stream.of(moved), Stream.of("vestibule.resource-servers[1].uri=http://localhost:8080/api"))
			.toArray(String[]::new));
		assertThat(this.resourceServers.ownerOf("notes.read")).hasValue("http://localhost:8081/api");
	}

	@Test
	void startWhenAnotherNodeReadsForLongThenWaits() {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> other = this.transactions.execute((status) -> {
			this.jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('vestibule.clients'))").query().singleRow();
			CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> start(SETTINGS))
				.thenRun(() -> assertThat(done).isTrue());
			// Longer than a connection bears silence.
			this.jdbc.sql("SELECT pg_sleep(1.3)").query().singleRow();
			this.jdbc.sql("SELECT pg_sleep(1.3)").query().singleRow();
			done.set(true);
			return starting;
		});
		assertThat(other).isNotNull();
		other.join();
		assertThat(this.clients.find("web")).isPresent();
	}

	@Test
	void startWhenSettingsChangedThenClientFollows() {
		start(SETTINGS);
		start(SETTINGS);
		assertThat(audited()).containsExactly("client.created");
		start(with("vestibule.clients[0].client-name=New name",
				"vestibule.clients[0].client-secret=" + SECRET.toUpperCase()));
		assertThat(web().getClientName()).isEqualTo("New name");
		assertThat(this.encoder.matches(SECRET, web().getClientSecret())).isFalse();
		assertThat(this.encoder.matches(SECRET.toUpperCase(), web().getClientSecret())).isTrue();
		assertThat(audited()).containsExactly("client.created", "client.updated");
	}

	@Test
	void startWhenClientNoLongerNamedThenStays() {
		start(SETTINGS);
		start();
		assertThat(this.clients.find("web"))
			.hasValueSatisfying((client) -> assertThat(client.managedBy()).isEqualTo(ManagedBy.CONFIGURATION));
	}

	@Test
	void startWhenTwoNodesAtOnceThenOneClient() {
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> start(SETTINGS));
		start(SETTINGS);
		other.join();
		assertThat(audited()).containsExactly("client.created");
		assertThat(this.jdbc.sql("SELECT count(*) FROM client_secret").query(Integer.class).single()).isOne();
	}

	@Test
	void startWhenKeyringRotatedThenSecretKept(@Autowired Environment environment) {
		start(SETTINGS);
		try (ConfigurableApplicationContext node = TestServer.start(
				environment.getRequiredProperty("spring.datasource.url"),
				with(TestServer.KEYRING + ",next:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"))) {
			assertThat(web().getClientSecret()).startsWith("web next:").doesNotContain("test:");
			assertThat(node.getBean(ClientSecretEncoder.class).matches(SECRET, web().getClientSecret())).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "demo-secret", "demo-service-secret", "admin-cli-secret", "0123456789abcdef0123456789abcde" })
	void startWhenSecretShortThenRefusedExceptInQuickstart(String secret) {
		String setting = "vestibule.clients[0].client-secret=" + secret;
		assertRefused("the client \"web\" has a client-secret of fewer than 32 characters.", setting);
		start(true, with(setting));
		assertThat(this.encoder.matches(secret, web().getClientSecret())).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					vestibule.clients[0].redirect-uris=http://app.example/|the client "web" cannot be registered: redirect_uris[0] must begin with https://
					vestibule.clients[0].scope=openid root|"root", which is neither an identity scope nor one of a resource server
					vestibule.clients[0].client-secret=|the client "web" has no client-secret.
					vestibule.clients[0].token-endpoint-auth-method=none|the client "web" is public (token-endpoint-auth-method none), so it has no client-secret.
					vestibule.clients[1].client-name=Nameless|a client has no client-id
					vestibule.resource-servers[0].uri=/api|the uri must be absolute
					vestibule.resource-servers[0].scopes[0].descriptions.korean=Notizen|described in "korean", which is no language such as ko
					vestibule.resource-servers[0].scopes[0].name=openid|not the name of a scope: openid
					vestibule.resource-servers[0].scopes[0].name=admin|the scope "admin" of http://localhost:8080/api belongs to http://localhost:9000/admin/api already
					vestibule.resource-servers[1].uri=http://localhost:8080/api|http://localhost:8080/api is there twice.
					vestibule.resource-servers[0].uri=http://localhost:9000/admin/api|this server’s own API needs no setting
					""")
	void startWhenSettingWrongThenRefusedAndNothingWritten(String setting, String message) {
		assertRefused(message, setting);
		assertThat(this.jdbc.sql("SELECT count(*) FROM client").query(Integer.class).single()).isZero();
		assertThat(this.jdbc.sql("SELECT count(*) FROM resource_server").query(Integer.class).single()).isZero();
	}

	@Test
	void startWhenClientRegisteredThroughApiThenRefused() {
		start(SETTINGS);
		this.jdbc.sql("UPDATE client SET managed_by = 'api'").update();
		assertRefused("the client \"web\" was registered through the API");
	}

	private void assertRefused(String message, String... settings) {
		assertThatException().isThrownBy(() -> start(with(settings)))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(message));
	}

	private List<String> audited() {
		return this.jdbc.sql("SELECT kind FROM audit_event WHERE client_id = 'web' ORDER BY id")
			.query(String.class)
			.list();
	}

	private RegisteredClient web() {
		RegisteredClient client = this.registeredClients.findByClientId("web");
		assertThat(client).isNotNull();
		return client;
	}

	private void start(String... settings) {
		start(false, settings);
	}

	private void start(boolean quickstart, String... settings) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (String setting : settings) {
			int equals = setting.indexOf('=');
			properties.put(setting.substring(0, equals), setting.substring(equals + 1));
		}
		Binder binder = new Binder(new MapConfigurationPropertySource(properties));
		new Reconciliation(binder.bindOrCreate("vestibule", ClientProperties.class),
				binder.bindOrCreate("vestibule", ResourceServerProperties.class), this.ownServers,
				new ServerProperties("http://localhost:9000", quickstart), this.clients, this.resourceServers,
				this.jdbc, this.transactions)
			.afterSingletonsInstantiated();
	}

	// A later setting of the same name wins.
	private static String[] with(String... settings) {
		return Stream.concat(Stream.of(SETTINGS), Stream.of(settings)).toArray(String[]::new);
	}

}
