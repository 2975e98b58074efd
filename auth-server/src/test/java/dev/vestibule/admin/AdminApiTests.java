package dev.vestibule.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.ClientSecretEncoder;
import dev.vestibule.client.Clients;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.freshness.Versions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = TestServer.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { TestServer.ISSUER, TestServer.KEYRING, "server.address=127.0.0.1",
				"vestibule.config.file=src/test/resources/dev/vestibule/admin/configured.yml",
				"VESTIBULE_SECRET_CONFIGURED=0123456789abcdef0123456789abcdef" })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class AdminApiTests {

	private static final String ISSUER = "http://localhost:9000";

	private static final String AUDIENCE = ISSUER + "/admin/api";

	private static final String SERVICE = """
			{"client_id": "%s", "grant_types": ["client_credentials"]}""";

	private final HttpClient http = HttpClient.newHttpClient();

	@Autowired
	private JwtEncoder encoder;

	@Autowired
	private Clients clients;

	@Autowired
	private RegisteredClients registeredClients;

	@Autowired
	private ClientSecretEncoder secrets;

	@Autowired
	private Versions versions;

	@Autowired
	@Qualifier("configuredStart")
	private SmartInitializingSingleton configuredStart;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	private String admin = "";

	@BeforeEach
	void empty() {
		this.jdbc.sql("DELETE FROM client WHERE managed_by = 'api'").update();
		this.versions.changed();
		this.jdbc.sql("TRUNCATE account, audit_event CASCADE").update();
		this.clients.register(ClientMetadata.read(
				Map.of("client_id", "cli", "grant_types", List.of("client_credentials"), "scope", "admin admin.read"),
				Set.of("admin", "admin.read")), "test");
		this.admin = token("cli", "cli", "admin");
	}

	@Test
	void registerThenSecretShownOnceAndClientWorksAtOnce() throws Exception {
		HttpResponse<String> response = post(
				"""
						{"client_id": "web", "client_name": "Web app", "client_uri": "https://app.example",
						 "redirect_uris": ["https://app.example/callback"], "post_logout_redirect_uris": ["https://app.example/"],
						 "grant_types": ["authorization_code", "refresh_token"], "scope": "openid profile",
						 "token_endpoint_auth_method": "client_secret_post", "require_pkce": false}""");
		assertThat(response.statusCode()).isEqualTo(201);
		assertThat(response.headers().firstValue("Location")).hasValue(AUDIENCE + "/clients/web");
		assertThat(response.headers().allValues("Cache-Control")).singleElement().asString().contains("no-store");
		JsonNode created = json(response);
		String secret = created.get("client_secret").asString();
		assertThat(secret).matches("[A-Za-z0-9_-]{43}");
		assertThat(created.get("client_secret_expires_at").asInt(-1)).isZero();
		assertThat(created.get("scope").asString()).isEqualTo("openid profile");
		assertThat(created.get("managed_by").asString()).isEqualTo("api");
		RegisteredClient client = this.registeredClients.findByClientId("web");
		assertThat(client).isNotNull();
		assertThat(this.secrets.matches(secret, client.getClientSecret())).isTrue();
		assertThat(client.getClientSettings().isRequireProofKey()).isFalse();

		HttpResponse<String> shown = get("/clients/web");
		assertThat(shown.statusCode()).isEqualTo(200);
		assertThat(shown.body()).doesNotContain(secret, "client_secret\"");
		assertThat(json(shown).get("redirect_uris").get(0).asString()).isEqualTo("https://app.example/callback");
		assertThat(this.jdbc.sql("SELECT kind || ' ' || (detail ->> 'by') FROM audit_event WHERE client_id = 'web'")
			.query(String.class)
			.list()).containsExactly("client.created client:cli");
	}

	@Test
	void registerWhenNoIdThenGenerated() throws Exception {
		JsonNode created = json(post("""
				{"token_endpoint_auth_method": "none", "redirect_uris": ["com.example.app:/callback"]}"""));
		assertThat(created.get("client_id").asString()).matches("[A-Za-z0-9_-]{22}");
		assertThat(created.has("client_secret")).isFalse();
	}

	@Test
	void registerWhenIdTakenThenConflict() throws Exception {
		assertThat(post(SERVICE.formatted("twice")).statusCode()).isEqualTo(201);
		HttpResponse<String> again = post(SERVICE.formatted("twice"));
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(fields(again)).containsExactly("client_id");
	}

	@Test
	void attack25WhenFieldsAreBadThenEachNamedAndNothingWritten() throws Exception {
		HttpResponse<String> response = post(
				"""
						{"client_id": "bad", "client_name": "a\\u0000b", "client_uri": "data:text/html,x", "logo_uri": "javascript:x",
						 "redirect_uris": ["JaVaScRiPt:alert(1)", "http://app.example/", "https://app.example/*"],
						 "post_logout_redirect_uris": ["http://app.example/"], "grant_types": ["implicit"], "scope": "openid root",
						 "token_endpoint_auth_method": "client_secret_jwt", "require_pkce": "yes", "email_verified": true}""");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(fields(response)).containsExactlyInAnyOrder("client_name", "client_uri", "logo_uri",
				"redirect_uris[0]", "redirect_uris[1]", "redirect_uris[2]", "post_logout_redirect_uris[0]",
				"grant_types[0]", "scope", "token_endpoint_auth_method", "require_pkce", "email_verified");
		assertThat(json(response).get("errors"))
			.allSatisfy((error) -> assertThat(error.get("detail").asString()).isNotBlank());
		assertThat(this.clients.find("bad")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "\"x\"", "{} {}", "{\"client_id\": \"a\", \"client_id\": \"b\"}",
			"{\"client_id\": \u0001}", "client_id=a" })
	void registerWhenNotOneJsonObjectThenProblem(String body) throws Exception {
		HttpResponse<String> response = post(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).get("detail").asString()).contains("JSON object");
	}

	@Test
	void registerWhenNestedDeepOrTooLargeOrNotJsonThenRefused() throws Exception {
		assertThat(post("{\"scope\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}").statusCode()).isEqualTo(400);
		assertThat(post("{\"scope\": \"" + "a".repeat(66_000) + "\"}").statusCode()).isEqualTo(413);
		HttpResponse<String> form = send(request("POST", "/clients", this.admin, "client_id=a")
			.setHeader("Content-Type", "application/x-www-form-urlencoded"));
		assertThat(form.statusCode()).isEqualTo(415);
	}

	@Test
	void listThenPagesByCursor() throws Exception {
		for (String id : List.of("p1", "p2", "p3")) {
			assertThat(post(SERVICE.formatted(id)).statusCode()).isEqualTo(201);
		}
		List<String> seen = new ArrayList<>();
		String cursor = "";
		do {
			JsonNode page = json(get("/clients?limit=2&cursor=" + cursor));
			assertThat(page.get("clients").size()).isBetween(1, 2);
			page.get("clients").forEach((client) -> seen.add(client.get("client_id").asString()));
			cursor = page.has("next") ? page.get("next").asString() : "";
		}
		while (!cursor.isEmpty());
		assertThat(seen).containsExactly("cli", "configured", "p1", "p2", "p3");
		assertThat(json(get("/clients")).get("clients").size()).isEqualTo(5);
	}

	@Test
	void listWhenMoreThenLinkLeadsToTheNextPageOfTheSameSearch() throws Exception {
		for (String id : List.of("shop-b", "Shop-a", "else")) {
			assertThat(post(SERVICE.formatted(id)).statusCode()).isEqualTo(201);
		}
		HttpResponse<String> first = get("/clients?q=sHOP&limit=1");
		assertThat(ids(first)).containsExactly("Shop-a");
		String link = first.headers().firstValue("Link").orElseThrow();
		assertThat(link).startsWith("</admin/api/clients?").endsWith(">; rel=\"next\"");
		HttpResponse<String> second = get(link.substring("</admin/api".length(), link.indexOf('>')));
		assertThat(ids(second)).containsExactly("shop-b");
		assertThat(second.headers().firstValue("Link")).isEmpty();
		assertThat(json(second).has("next")).isFalse();
	}

	@Test
	void listWhenTenThousandClientsThenWithin300Milliseconds() throws Exception {
		this.jdbc
			.sql("""
					INSERT INTO client (client_id, client_name, redirect_uris, grant_types, scopes, token_endpoint_auth_method, managed_by)
					SELECT 'many-' || n, 'Client number ' || n, ARRAY['https://app-' || n || '.example.com/callback'],
					    '{authorization_code}', '{openid,profile}', 'client_secret_basic', 'api' FROM generate_series(1, 10000) n
					""")
			.update();
		this.jdbc.sql("""
				INSERT INTO client_secret (client_id, key_id, hash)
				SELECT client_id, 'test', sha256(client_id::bytea) FROM client WHERE client_id LIKE 'many-%'
				""").update();
		String half = json(get("/clients?q=many-5&limit=1")).get("next").asString();
		for (String query : List.of("limit=100", "limit=100&cursor=" + half, "q=number+9999", "q=there+is+none",
				"scope=admin", "enabled=false", "managed_by=configuration", "q=app-777&scope=openid&enabled=true")) {
			List<Long> times = new ArrayList<>();
			for (int i = 0; i < 9; i++) {
				long begun = System.nanoTime();
				assertThat(get("/clients?" + query).statusCode()).isEqualTo(200);
				times.add((System.nanoTime() - begun) / 1_000_000);
			}
			times.sort(null);
			assertThat(times.get(4)).as("median of %s in ms: %s", query, times).isLessThan(300);
		}
	}

	@Test
	void listWhenConditionsThenThoseThatMeetAllOfThem() throws Exception {
		post("""
				{"client_id": "site", "client_name": "Größe 100%", "token_endpoint_auth_method": "none",
				 "redirect_uris": ["https://shop.example/cb"], "scope": "openid"}""");
		send(request("POST", "/clients/site/disable", this.admin, null));
		assertThat(ids(get("/clients?q=GR%C3%B6%C3%9Fe+100%25"))).containsExactly("site");
		assertThat(ids(get("/clients?q=%25"))).containsExactly("site");
		assertThat(ids(get("/clients?q=shop.example"))).containsExactly("site");
		assertThat(ids(get("/clients?enabled=false"))).containsExactly("site");
		assertThat(ids(get("/clients?scope=openid&enabled=true"))).isEmpty();
		assertThat(ids(get("/clients?managed_by=configuration"))).containsExactly("configured");
		assertThat(ids(get("/clients?managed_by=&q="))).containsExactly("cli", "configured", "site");
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=101", "limit=-1", "limit=x", "limit=1&limit=2", "limit=99999999999",
			"cursor=a%20b", "cursor=a&cursor=b", "cursor=%C3%A9", "cursor=W10", "cursor=eyJhIjoxfQ",
			"cursor=WyJhXHUwMDAwIl0", "enabled=yes", "managed_by=me", "q=%00", "q=a%0Ab", "scope=a&scope=b",
			"unheard-of=1" })
	void listWhenParameterBadThenNamed(String query) throws Exception {
		HttpResponse<String> response = get("/clients?" + query);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(fields(response)).containsExactly(query.substring(0, query.indexOf('=')));
	}

	@Test
	void replaceSecretThenBothWorkAndTheSecondTimeTheFirstNoLonger() throws Exception {
		String first = json(post(SERVICE.formatted("rolling"))).get("client_secret").asString();
		HttpResponse<String> replaced = send(request("POST", "/clients/rolling/secret", this.admin, null));
		assertThat(replaced.statusCode()).isEqualTo(201);
		String second = json(replaced).get("client_secret").asString();
		assertThat(second).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(first);
		assertThat(Instant.ofEpochSecond(json(replaced).get("previous_secret_expires_at").asLong()))
			.isBetween(Instant.now().plusSeconds(86_000), Instant.now().plusSeconds(86_400));
		assertThat(matching("rolling", first, second)).containsExactly(first, second);
		String third = json(send(request("POST", "/clients/rolling/secret", this.admin, "{}"))).get("client_secret")
			.asString();
		assertThat(matching("rolling", first, second, third)).containsExactly(second, third);
		assertThat(get("/clients/rolling").body()).doesNotContain("client_secret\"");
		assertThat(this.jdbc.sql("SELECT count(*) FROM audit_event WHERE kind = 'client.secret-replaced'")
			.query(Integer.class)
			.single()).isEqualTo(2);
	}

	@Test
	void replaceSecretWhenLeakedThenFormerDeadAtOnce() throws Exception {
		String leaked = json(post(SERVICE.formatted("leaked"))).get("client_secret").asString();
		String next = json(
				send(request("POST", "/clients/leaked/secret", this.admin, "{\"previous_secret_expires_in\": 0}")))
			.get("client_secret")
			.asString();
		assertThat(matching("leaked", leaked, next)).containsExactly(next);
	}

	@Test
	void replaceSecretWhenAtOnceThenTwoAreLeft() {
		this.clients.register(ClientMetadata
			.read(Map.of("client_id", "contended", "grant_types", List.of("client_credentials")), Set.of()), "test");
		List<CompletableFuture<String>> secrets = IntStream.range(0, 10)
			.mapToObj((i) -> CompletableFuture.supplyAsync(
					() -> this.clients.replaceSecret("contended", Duration.ofHours(1), "test").orElseThrow().secret()))
			.toList();
		assertThat(matching("contended", secrets.stream().map(CompletableFuture::join).toArray(String[]::new)))
			.hasSize(2);
	}

	@Test
	void replaceSecretWhenNotPossibleThenSaysWhy() throws Exception {
		assertThat(send(request("POST", "/clients/nobody/secret", this.admin, null)).statusCode()).isEqualTo(404);
		assertThat(send(request("POST", "/clients/configured/secret", this.admin, null)).statusCode()).isEqualTo(409);
		post("""
				{"client_id": "open", "token_endpoint_auth_method": "none", "redirect_uris": ["https://app.example/"]}""");
		assertThat(send(request("POST", "/clients/open/secret", this.admin, null)).statusCode()).isEqualTo(409);
		for (String body : List.of("{\"previous_secret_expires_in\": -1}", "{\"previous_secret_expires_in\": 2592001}",
				"{\"previous_secret_expires_in\": \"1\"}", "{\"client_secret\": \"mine\"}")) {
			HttpResponse<String> refused = send(request("POST", "/clients/cli/secret", this.admin, body));
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(fields(refused)).hasSize(1);
		}
		assertRefused(send(request("POST", "/clients/cli/secret", token("cli", "cli", "admin.read"), null)), 403,
				"insufficient_scope");
	}

	private List<String> matching(String clientId, String... secrets) {
		RegisteredClient client = this.registeredClients.findByClientId(clientId);
		assertThat(client).isNotNull();
		return Stream.of(secrets).filter((secret) -> this.secrets.matches(secret, client.getClientSecret())).toList();
	}

	@Test
	void replaceThenWhatIsLeftOutIsItsDefaultAgainAndChangeIsRecorded() throws Exception {
		post("""
				{"client_id": "web", "client_name": "Web", "client_uri": "https://app.example",
				 "redirect_uris": ["https://app.example/cb"], "scope": "openid"}""");
		HttpResponse<String> shown = get("/clients/web");
		String tag = shown.headers().firstValue("ETag").orElseThrow();
		assertThat(send(request("GET", "/clients/web", this.admin, null).header("If-None-Match", tag)).statusCode())
			.isEqualTo(304);
		HttpResponse<String> replaced = send(request("PUT", "/clients/web", this.admin, """
				{"client_name": "Shop", "redirect_uris": ["https://app.example/new"]}""").header("If-Match", tag));
		assertThat(replaced.statusCode()).isEqualTo(200);
		assertThat(replaced.body()).doesNotContain("client_secret\"", "client_uri")
			.contains("\"scope\":\"openid profile email\"");
		assertThat(get("/clients/web").headers().firstValue("ETag")).isEqualTo(replaced.headers().firstValue("ETag"))
			.isNotEqualTo(shown.headers().firstValue("ETag"));
		JsonNode changes = JsonMapper.shared()
			.readTree(this.jdbc
				.sql("SELECT changes FROM audit_event WHERE kind = 'client.updated' AND detail ->> 'by' = 'client:cli'")
				.query(String.class)
				.single());
		assertThat(changes.propertyNames()).containsExactlyInAnyOrder("client_name", "client_uri", "redirect_uris",
				"scope");
		assertThat(changes.get("client_name").toString()).isIn("{\"before\":\"Web\",\"after\":\"Shop\"}",
				"{\"after\":\"Shop\",\"before\":\"Web\"}");
		assertThat(changes.get("client_uri").has("after")).isFalse();
	}

	@Test
	void replaceWhenSentBackAsItWasShownThenNothingChanges() throws Exception {
		post(SERVICE.formatted("web"));
		HttpResponse<String> shown = get("/clients/web");
		HttpResponse<String> replaced = send(
				request("PUT", "/clients/web", this.admin, shown.body()).header("If-Match", "*"));
		assertThat(json(replaced)).isEqualTo(json(shown));
		assertThat(this.jdbc.sql("SELECT count(*) FROM audit_event WHERE kind = 'client.updated'")
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void changeThenOnlyWhatThePatchNames() throws Exception {
		String secret = json(post("""
				{"client_id": "web", "client_name": "Web", "client_uri": "https://app.example",
				 "redirect_uris": ["https://app.example/cb"], "scope": "openid"}""")).get("client_secret").asString();
		HttpResponse<String> changed = patch("web", "*", """
				{"client_name": "Shop", "client_uri": null, "enabled": false}""");
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(json(changed).get("client_name").asString()).isEqualTo("Shop");
		assertThat(json(changed).has("client_uri")).isFalse();
		assertThat(json(changed).get("enabled").asBoolean(true)).isFalse();
		assertThat(json(changed).get("scope").asString()).isEqualTo("openid");
		assertThat(this.registeredClients.findByClientId("web")).isNull();
		patch("web", "*", "{\"enabled\": true}");
		assertThat(matching("web", secret)).containsExactly(secret);
	}

	@Test
	void changeWhenAnotherHasChangedItMeanwhileThenRefusedAndBothShown() throws Exception {
		post(SERVICE.formatted("web"));
		String tag = get("/clients/web").headers().firstValue("ETag").orElseThrow();
		assertThat(patch("web", tag, "{\"client_name\": \"First\"}").statusCode()).isEqualTo(200);
		HttpResponse<String> refused = patch("web", tag, "{\"client_name\": \"Second\"}");
		assertThat(refused.statusCode()).isEqualTo(412);
		assertThat(json(refused).get("current").get("client_name").asString()).isEqualTo("First");
		assertThat(patch("web", refused.headers().firstValue("ETag").orElseThrow(), "{\"client_name\": \"Second\"}")
			.statusCode()).isEqualTo(200);
		assertThat(send(request("DELETE", "/clients/web", this.admin, null).header("If-Match", tag)).statusCode())
			.isEqualTo(412);
		assertThat(get("/clients/web").statusCode()).isEqualTo(200);
	}

	@Test
	void changeWhenTenAtOnceThenOneWinsAndTheOthersAreTold() throws Exception {
		post(SERVICE.formatted("web"));
		String tag = get("/clients/web").headers().firstValue("ETag").orElseThrow();
		List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 10)
			.mapToObj((i) -> this.http
				.sendAsync(request("PATCH", "/clients/web", this.admin, "{\"client_name\": \"Name %d\"}".formatted(i))
					.header("If-Match", tag)
					.build(), HttpResponse.BodyHandlers.ofString()))
			.toList();
		assertThat(answers.stream().map((answer) -> answer.join().statusCode()).sorted()).startsWith(200, 412)
			.containsOnlyOnce(200)
			.containsOnly(200, 412);
	}

	@Test
	void changeWhenNoVersionIsNamedThenAskedFor() throws Exception {
		for (String method : List.of("PUT", "PATCH")) {
			HttpResponse<String> refused = send(
					request(method, "/clients/cli", this.admin, "{\"client_name\": \"x\"}"));
			assertThat(refused.statusCode()).isEqualTo(428);
			assertThat(json(refused).get("detail").asString()).contains("If-Match");
		}
	}

	@Test
	void changeWhenFieldFixedOrBadThenEachNamedAndNothingWritten() throws Exception {
		post(SERVICE.formatted("web"));
		HttpResponse<String> refused = patch("web", "*", """
				{"client_id": "other", "managed_by": "configuration", "client_id_issued_at": 1, "enabled": "yes",
				 "redirect_uris": ["http://app.example/"], "client_secret": "mine", "client_name": "New"}""");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(fields(refused)).containsExactlyInAnyOrder("client_id", "managed_by", "client_id_issued_at",
				"enabled", "redirect_uris[0]", "client_secret");
		assertThat(get("/clients/web").body()).contains("\"client_name\":\"web\"");
		assertThat(patch("nobody", "*", "{}").statusCode()).isEqualTo(404);
		assertThat(patch("web", "*", "[]").statusCode()).isEqualTo(400);
	}

	@Test
	void changeWhenMethodWantsASecretThenGivenOneAndWhenItDoesNotThenTakenAway() throws Exception {
		String first = json(post("""
				{"client_id": "web", "redirect_uris": ["https://app.example/cb"]}""")).get("client_secret").asString();
		assertThat(patch("web", "*", "{\"token_endpoint_auth_method\": \"none\"}").body())
			.doesNotContain("client_secret\"");
		String second = json(patch("web", "*", "{\"token_endpoint_auth_method\": null}")).get("client_secret")
			.asString();
		assertThat(matching("web", first, second)).containsExactly(second);
	}

	@Test
	void changeWhenManagedByConfigurationThenOnlyDisabled() throws Exception {
		HttpResponse<String> refused = patch("configured", "*", "{\"client_name\": \"x\"}");
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(json(refused).get("detail").asString()).contains("managed by configuration");
		assertThat(patch("configured", "*", "{\"enabled\": false}").statusCode()).isEqualTo(200);
		assertThat(this.registeredClients.findByClientId("configured")).isNull();
		assertThat(patch("configured", "*", "{\"enabled\": true}").statusCode()).isEqualTo(200);
		assertThat(patch("cli", "*", "{\"enabled\": false}").statusCode()).as("itself").isEqualTo(409);
	}

	private HttpResponse<String> patch(String clientId, String tag, String patch) throws Exception {
		return send(request("PATCH", "/clients/" + clientId, this.admin, patch)
			.setHeader("Content-Type", "application/merge-patch+json")
			.header("If-Match", tag));
	}

	@Test
	void disableThenItsTokensRefusedAtOnceAndEnabledThenTakenAgain() throws Exception {
		this.clients.register(ClientMetadata.read(Map.of("client_id", "other-cli", "grant_types",
				List.of("client_credentials"), "scope", "admin admin.read"), Set.of("admin", "admin.read")), "test");
		String other = token("other-cli", "other-cli", "admin");
		for (int i = 0; i < 2; i++) {
			HttpResponse<String> disabled = send(request("POST", "/clients/other-cli/disable", this.admin, null));
			assertThat(disabled.statusCode()).isEqualTo(200);
			assertThat(json(disabled).get("enabled").asBoolean(true)).isFalse();
			assertRefused(send(request("GET", "/clients", other, null)), 401, "invalid_token");
		}
		assertThat(json(get("/clients/other-cli")).get("enabled").asBoolean(true)).isFalse();
		HttpResponse<String> enabled = send(request("POST", "/clients/other-cli/enable", this.admin, null));
		assertThat(json(enabled).get("enabled").asBoolean(false)).isTrue();
		assertThat(send(request("GET", "/clients", other, null)).statusCode()).isEqualTo(200);
		assertThat(this.jdbc
			.sql("SELECT kind || ' ' || (detail ->> 'by') FROM audit_event WHERE client_id = 'other-cli' ORDER BY id")
			.query(String.class)
			.list()).containsExactly("client.created test", "client.disabled client:cli", "client.enabled client:cli");
	}

	@Test
	void disableWhenManagedByConfigurationThenDisabledAndStaysSoAtTheNextStart() throws Exception {
		assertThat(send(request("POST", "/clients/configured/disable", this.admin, null)).statusCode()).isEqualTo(200);
		assertThat(this.registeredClients.findByClientId("configured")).isNull();
		this.configuredStart.afterSingletonsInstantiated();
		assertThat(this.registeredClients.findByClientId("configured")).isNull();
		send(request("POST", "/clients/configured/enable", this.admin, null));
		assertThat(this.registeredClients.findByClientId("configured")).isNotNull();
	}

	@Test
	void disableWhenNotPossibleThenSaysWhy() throws Exception {
		assertThat(send(request("POST", "/clients/nobody/disable", this.admin, null)).statusCode()).isEqualTo(404);
		HttpResponse<String> itself = send(request("POST", "/clients/cli/disable", this.admin, null));
		assertThat(itself.statusCode()).isEqualTo(409);
		assertThat(json(itself).get("detail").asString()).contains("ask as another one");
		assertRefused(send(request("POST", "/clients/configured/disable", token("cli", "cli", "admin.read"), null)),
				403, "insufficient_scope");
		assertThat(this.registeredClients.findByClientId("configured")).isNotNull();
	}

	@Test
	void deleteThenGoneAndItsTokensRefused() throws Exception {
		post("""
				{"client_id": "other", "grant_types": ["client_credentials"], "scope": "admin"}""");
		String token = token("other", "other", "admin");
		assertThat(send(request("GET", "/clients", token, null)).statusCode()).isEqualTo(200);
		HttpResponse<String> deleted = delete("/clients/other");
		assertThat(deleted.statusCode()).isEqualTo(204);
		assertThat(deleted.body()).isEmpty();
		assertThat(get("/clients/other").statusCode()).isEqualTo(404);
		assertThat(delete("/clients/other").statusCode()).isEqualTo(404);
		assertRefused(send(request("GET", "/clients", token, null)), 401, "error=\"invalid_token\"");
	}

	@Test
	void deleteWhenManagedByConfigurationThenConflictSaysSo() throws Exception {
		HttpResponse<String> response = delete("/clients/configured");
		assertThat(response.statusCode()).isEqualTo(409);
		assertThat(json(response).get("detail").asString()).contains("managed by configuration");
		assertThat(this.clients.find("configured")).isPresent();
	}

	@Test
	void anyWhenScopeMissingThenInsufficient() throws Exception {
		String reader = token("cli", "cli", "admin.read");
		assertThat(send(request("GET", "/clients", reader, null)).statusCode()).isEqualTo(200);
		assertThat(send(request("GET", "/clients/cli", reader, null)).statusCode()).isEqualTo(200);
		String insufficient = "error=\"insufficient_scope\", scope=\"admin\"";
		assertRefused(send(request("POST", "/clients", reader, SERVICE.formatted("x"))), 403, insufficient);
		assertRefused(send(request("DELETE", "/clients/cli", reader, null)), 403, insufficient);
		for (String scope : new String[] { "", "openid", "adminx", "ADMIN" }) {
			assertRefused(send(request("GET", "/clients", token("cli", "cli", scope), null)), 403,
					"scope=\"admin.read\"");
		}
		// What the client may no longer ask for, its older tokens no longer permit.
		assertRefused(send(request("GET", "/clients", token("configured", "configured", "admin"), null)), 403,
				"insufficient_scope");
	}

	@Test
	void anyWhenPersonsTokenThenAdministratorOnly() throws Exception {
		UUID person = this.jdbc
			.sql("""
					INSERT INTO account (email, verified_at, verified_by, name) VALUES ('ann@example.com', now(), 'code', 'Ann')
					RETURNING id""")
			.query(UUID.class)
			.single();
		HttpRequest.Builder request = request("GET", "/clients", token(person.toString(), "cli", "admin"), null);
		assertRefused(send(request), 403, "insufficient_scope");
		this.jdbc.sql("UPDATE account SET role = 'administrator'").update();
		assertThat(send(request).statusCode()).isEqualTo(200);
		this.jdbc.sql("UPDATE account SET proof_due_at = now()").update();
		assertRefused(send(request), 403, "insufficient_scope");
		this.jdbc.sql("UPDATE account SET proof_due_at = NULL, enabled = false").update();
		assertRefused(send(request), 403, "insufficient_scope");
		this.jdbc.sql("DELETE FROM account").update();
		assertRefused(send(request), 403, "insufficient_scope");
	}

	@Test
	void anyWhenTokenNotForThisApiThenInvalid() throws Exception {
		Instant now = Instant.now();
		List<String> tokens = List.of("x", encode("JWT", claims("cli", "cli", "admin")),
				encode("", claims("cli", "cli", "admin")),
				encode("at+jwt", claims("cli", "cli", "admin").audience(List.of("http://localhost:8080/api"))),
				encode("at+jwt", claims("cli", "cli", "admin").audience(List.of("cli"))),
				encode("at+jwt", claims("cli", "cli", "admin").audience(List.of(AUDIENCE + "/"))),
				encode("at+jwt", claims("cli", "cli", "admin").claims((all) -> all.remove("aud"))),
				encode("at+jwt", claims("cli", "cli", "admin").claims((all) -> all.remove("client_id"))),
				encode("at+jwt", claims("cli", "cli", "admin").claims((all) -> all.remove("exp"))),
				encode("at+jwt", claims("cli", "cli", "admin").issuer("https://evil.example")),
				encode("at+jwt",
						claims("cli", "cli", "admin").issuedAt(now.minusSeconds(400)).expiresAt(now.minusSeconds(100))),
				encode("at+jwt", claims("gone", "gone", "admin")), this.admin.substring(0, this.admin.length() - 8),
				new PlainJWT(new JWTClaimsSet.Builder().issuer(ISSUER).audience(AUDIENCE).subject("cli").build())
					.serialize());
		for (String token : tokens) {
			HttpResponse<String> response = send(request("GET", "/clients", token, null));
			assertRefused(response, 401, "Bearer error=\"invalid_token\"");
			assertThat(response.body()).doesNotContain(token, "Exception");
		}
	}

	@Test
	void anyWhenTokenRevokedThenInvalidAtOnce() throws Exception {
		String token = encode("at+jwt", claims("cli", "cli", "admin").id("to-be-revoked"));
		assertThat(send(request("GET", "/clients", token, null)).statusCode()).isEqualTo(200);
		this.jdbc
			.sql("INSERT INTO revoked_access_token (jti, expires_at) VALUES ('to-be-revoked', now() + interval '1 h')")
			.update();
		assertRefused(send(request("GET", "/clients", token, null)), 401, "error=\"invalid_token\"");
		// An authorization that there is no more.
		assertRefused(
				send(request("GET", "/clients",
						encode("at+jwt", claims("cli", "cli", "admin").id(UUID.randomUUID() + ".x")), null)),
				401, "error=\"invalid_token\"");
	}

	@Test
	void anyWhenNoTokenOrTokenElsewhereThenUnauthorized() throws Exception {
		HttpResponse<String> none = send(request("GET", "/clients", null, null));
		assertRefused(none, 401, "Bearer");
		assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
		assertThat(none.headers().allValues("Set-Cookie")).isEmpty();
		assertRefused(send(request("GET", "/clients?access_token=" + this.admin, null, null)), 401, "Bearer");
		assertRefused(send(request("POST", "/clients", null, "access_token=" + this.admin).setHeader("Content-Type",
				"application/x-www-form-urlencoded")), 401, "Bearer");
		assertRefused(send(request("GET", "/clients", null, null).header("Cookie",
				"VESTIBULE_SESSION=x; JSESSIONID=x; access_token=" + this.admin)), 401, "Bearer");
		assertRefused(send(request("GET", "/clients", null, null).header("Authorization", "Basic YTpi")), 401,
				"Bearer");
		assertRefused(send(request("GET", "/clients", null, null).header("Authorization", "Bearer a b")), 401,
				"error=\"invalid_token\"");
		assertThat(send(request("GET", "/clients", this.admin, null)).headers().allValues("Set-Cookie")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/api/clients", "/admin/api/clients/", "/admin/api/clients/cli", "/admin/api",
			"/admin/api/", "/admin/api/nothing", "//admin/api/clients", "/admin//api/clients", "/admin/api//clients",
			"/admin/api/;x/clients", "/admin/api;x=y/clients", "/login/..;/admin/api/clients",
			"/css/..;/admin/api/clients", "/css/../admin/api/clients", "/oauth2/jwks/..;/../admin/api/clients",
			"/admin/api/%2e%2e/api/clients", "/admin%2fapi%2fclients", "/admin/api%2fclients", "/%61dmin/api/clients",
			"/admin/%61pi/clients", "/admin/api/clients%00", "/admin/api/clients%20", "/admin/api/clients.json",
			"/ADMIN/API/clients", "/admin/API/clients", "/admin/api/%5cclients", "/admin/api/clients%3b",
			"/admin/api/clients%0a", "/admin/./api/clients", "/admin/api/clients/cli/", "/admin%252fapi/clients" })
	void attack30WhenPathTrickedWithoutTokenThenNoData(String path) throws Exception {
		for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO")) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
				.timeout(Duration.ofSeconds(10))
				.header("Content-Type", "application/json")
				.method(method, HttpRequest.BodyPublishers.ofString(SERVICE.formatted("tricked")))
				.build();
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(method).isIn(400, 401, 403, 404, 405, 501);
			assertThat(response.body()).doesNotContain("client_credentials");
		}
		assertThat(this.clients.find("cli")).isPresent();
		assertThat(this.clients.find("tricked")).isEmpty();
	}

	@Test
	void anyWhenPathOrMethodUnknownThenProblem() throws Exception {
		for (String path : List.of("", "/nothing", "/clients/", "/clients/cli/x")) {
			HttpResponse<String> response = get(path);
			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("application/problem+json"));
		}
		HttpResponse<String> response = send(request("PUT", "/clients", this.admin, "{}"));
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("Allow")).isPresent();
	}

	private String token(String subject, String clientId, String scope) {
		return encode("at+jwt", claims(subject, clientId, scope));
	}

	private String encode(String type, JwtClaimsSet.Builder claims) {
		JwsHeader.Builder header = JwsHeader.with(SignatureAlgorithm.ES256);
		if (!type.isEmpty()) {
			header.type(type);
		}
		return this.encoder.encode(JwtEncoderParameters.from(header.build(), claims.build())).getTokenValue();
	}

	private static JwtClaimsSet.Builder claims(String subject, String clientId, String scope) {
		Instant now = Instant.now();
		return JwtClaimsSet.builder()
			.issuer(ISSUER)
			.subject(subject)
			.audience(List.of(AUDIENCE))
			.issuedAt(now)
			.expiresAt(now.plusSeconds(300))
			.id(UUID.randomUUID().toString())
			.claim("client_id", clientId)
			.claim("scope", scope);
	}

	private HttpResponse<String> get(String path) throws Exception {
		return send(request("GET", path, this.admin, null));
	}

	private HttpResponse<String> delete(String path) throws Exception {
		return send(request("DELETE", path, this.admin, null));
	}

	private HttpResponse<String> post(String body) throws Exception {
		return send(request("POST", "/clients", this.admin, body));
	}

	private HttpRequest.Builder request(String method, String path, String token, String body) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/admin/api" + path))
			.timeout(Duration.ofSeconds(10))
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		return (token != null) ? request.header("Authorization", "Bearer " + token) : request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static void assertRefused(HttpResponse<String> response, int status, String challenge) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((value) -> assertThat(value).contains(challenge));
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	private static List<String> ids(HttpResponse<String> response) {
		List<String> ids = new ArrayList<>();
		json(response).get("clients").forEach((client) -> ids.add(client.get("client_id").asString()));
		return ids;
	}

	private static List<String> fields(HttpResponse<String> response) {
		List<String> fields = new ArrayList<>();
		json(response).get("errors").forEach((error) -> fields.add(error.get("field").asString()));
		return fields;
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

}
