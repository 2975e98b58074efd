package dev.vestibule.client;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.freshness.Versions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = TestServer.class, webEnvironment = WebEnvironment.MOCK,
		properties = { TestServer.ISSUER, TestServer.KEYRING })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class ClientsTests {

	@Autowired
	private Clients clients;

	@Autowired
	private RegisteredClients registeredClients;

	@Autowired
	private ClientSecretEncoder encoder;

	@Autowired
	private ClientSecrets secrets;

	@Autowired
	private Versions versions;

	@Autowired
	private JdbcClient jdbc;

	@Test
	void registerThenSecretMatchesOnlyItsClient() {
		NewClient one = register("one");
		NewClient other = register("other");
		assertThat(one.secret()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(other.secret());
		assertThat(this.encoder.matches(one.secret(), encoded("one"))).isTrue();
		assertThat(this.encoder.matches(one.secret(), encoded("other"))).isFalse();
		assertThat(this.encoder.matches(one.secret() + "a", encoded("one"))).isFalse();
		assertThat(this.encoder.matches("", encoded("one"))).isFalse();
		assertThat(this.encoder.matches(null, encoded("one"))).isFalse();
		assertThat(this.encoder.matches("x", null)).isFalse();
		// A hash moved to another client is of no use there.
		String moved = encoded("one").replaceFirst("one", "other");
		assertThat(this.encoder.matches(one.secret(), moved)).isFalse();
	}

	@Test
	void matchesWhenTwoSecretsThenBothUntilOneExpiresThoughNothingIsReadAnew() {
		String old = register("rolling").secret();
		String next = ClientSecretEncoder.newSecret();
		this.jdbc.sql("UPDATE client_secret SET expires_at = now() + interval '1 s' WHERE client_id = 'rolling'")
			.update();
		this.secrets.add("rolling", next);
		this.versions.changed();
		String remembered = encoded("rolling");
		assertThat(this.encoder.matches(old, remembered)).isTrue();
		assertThat(this.encoder.matches(next, remembered)).isTrue();
		Awaitility.await().until(() -> !this.encoder.matches(old, remembered));
		assertThat(this.encoder.matches(next, remembered)).isTrue();
	}

	@Test
	void matchesWhenSecretWasExpiredThenNotHeld() {
		String secret = register("over").secret();
		this.jdbc.sql("UPDATE client_secret SET expires_at = now() WHERE client_id = 'over'").update();
		this.versions.changed();
		assertThat(encoded("over")).isEqualTo("over");
		assertThat(this.encoder.matches(secret, encoded("over"))).isFalse();
	}

	@Test
	void matchesWhenKeyOfHashGoneThenOthersStillMatch() {
		NewClient client = register("lost-key");
		String secret = client.secret();
		assertThat(client.toString()).doesNotContain(secret);
		String encoded = encoded("lost-key").replace("lost-key ", "lost-key gone:00 ");
		assertThat(this.encoder.matches(secret, encoded)).isTrue();
		assertThat(this.encoder.matches(secret, "lost-key gone:00")).isFalse();
		assertThat(this.encoder.matches(secret, "lost-key gone:")).isFalse();
	}

	@Test
	void registerWhenPublicThenNoSecret() {
		NewClient client = this.clients.register(read(Map.of("client_id", "spa", "token_endpoint_auth_method", "none",
				"redirect_uris", List.of("https://app.example/"))), "test")
			.orElseThrow();
		assertThat(client.secret()).isNull();
		RegisteredClient registered = this.registeredClients.findByClientId("spa");
		assertThat(registered).isNotNull();
		assertThat(registered.getClientSecret()).isNull();
	}

	@Test
	void registerWhenSameIdAtOnceThenOneWins() {
		List<CompletableFuture<Boolean>> attempts = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> this.clients.register(service("race"), "test").isPresent()))
			.toList();
		assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
		assertThat(this.jdbc.sql("SELECT count(*) FROM client_secret WHERE client_id = 'race'")
			.query(Integer.class)
			.single()).isOne();
	}

	@Test
	void deleteThenGoneAtOnceWithItsSecrets() {
		register("short-lived");
		assertThat(this.clients.delete("short-lived", "test")).isTrue();
		assertThat(this.registeredClients.findByClientId("short-lived")).isNull();
		assertThat(this.jdbc.sql("SELECT count(*) FROM client_secret WHERE client_id = 'short-lived'")
			.query(Integer.class)
			.single()).isZero();
		assertThat(this.clients.delete("short-lived", "test")).isFalse();
		assertThat(this.jdbc.sql("SELECT kind FROM audit_event WHERE client_id = 'short-lived' ORDER BY id")
			.query(String.class)
			.list()).containsExactly("client.created", "client.deleted");
	}

	@Test
	void attack39WhenTableIsDumpedThenNoSecretInClear() {
		String secret = register("dumped").secret();
		assertThat(secret).isNotNull();
		String dump = this.jdbc
			.sql("SELECT string_agg(c::text || s::text, ' ') FROM client c JOIN client_secret s USING (client_id)")
			.query(String.class)
			.single();
		assertThat(dump).contains("dumped")
			.doesNotContain(secret, HexFormat.of().formatHex(Base64.getUrlDecoder().decode(secret)),
					HexFormat.of().formatHex(secret.getBytes()));
	}

	private NewClient register(String clientId) {
		return this.clients.register(service(clientId), "test").orElseThrow();
	}

	private String encoded(String clientId) {
		RegisteredClient client = this.registeredClients.findByClientId(clientId);
		assertThat(client).isNotNull();
		return client.getClientSecret();
	}

	private static ClientMetadata service(String clientId) {
		return read(Map.of("client_id", clientId, "grant_types", List.of("client_credentials")));
	}

	private static ClientMetadata read(Map<String, Object> fields) {
		return ClientMetadata.read(fields, Set.of());
	}

}
