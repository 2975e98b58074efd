package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.standin.AnyOpenId;
import dev.vestibule.standin.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Providers by the admin API.
 */
class AdminProvidersTests extends FlowTests {

	private static final String PROVIDERS = "/admin/api/providers";

	private static final String SECRET = "s3cr3t-of-the-admin-api";

	private final String id = "p-" + UUID.randomUUID().toString().substring(0, 8);

	private final String admin = token("admin");

	@AfterEach
	void delete() {
		send("DELETE", PROVIDERS + "/" + this.id, this.admin, "");
	}

	@Test
	void registerThenShownWithoutSecretAndOffered() {
		Page created = register();
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.header("Location")).isEqualTo(NODE.issuer() + PROVIDERS + "/" + this.id);
		for (Page page : new Page[] { created, send("GET", PROVIDERS + "/" + this.id, this.admin, ""),
				send("GET", PROVIDERS, token("admin.read"), "") }) {
			assertThat(page.body()).contains(NODE.issuer() + "/login/oauth2/code/" + this.id, "\"managed_by\":\"api\"")
				.doesNotContain(SECRET, "client_secret");
		}
		assertThat(browser().get("/login").body()).contains("/oauth2/authorization/" + this.id, "Our GitHub");
		assertThat(browser().get("/oauth2/authorization/" + this.id).header("Location"))
			.startsWith("https://github.com/login/oauth/authorize?response_type=code&client_id=abc&");
	}

	@Test
	void registerWhenIdTakenThenConflict() {
		register();
		assertThat(register().status()).isEqualTo(409);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"id":"A"                  | id
			"id":"a/b"                | id
			"preset":"nobody"         | preset
			"preset":7                | preset
			"name":"\\u202e"          | name
			"enabled":"yes"           | enabled
			"position":"first"        | position
			"client_id":""            | client_id
			"client_secret":"a\\nb"   | client_secret
			"trust":"always"          | trust
			"domains":"example.com"   | domains
			"domains":["a b"]         | domains[0]
			"token_uri":"http://169.254.169.254/latest" | token_uri
			"token_uri":"javascript:alert(1)" | token_uri
			"token_uri":"https://{web_uri}/" | token_uri
			"unheard_of":1            | unheard_of
			"managed_by":"configuration" | managed_by
			""")
	void attack26WhenFieldBadThenNamed(String field, String named) {
		Page refused = send("POST", PROVIDERS, this.admin,
				"{\"id\":\"%s\",\"preset\":\"github\",\"client_id\":\"abc\",\"client_secret\":\"%s\",%s}"
					.formatted(this.id, SECRET, field)
					.replaceFirst("\"(id|preset|client_id|client_secret)\":\"[^\"]*\",(?=.*\"\\1\":)", ""));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("\"field\":\"" + named + "\"").doesNotContain(SECRET);
	}

	@Test
	void attack27WhenAddressIsInsideThenNothingReachesIt() {
		try (StandIn canary = new AnyOpenId();
				Node guarded = NODE.startSibling(TestDatabase.create(), MAIL, "vestibule.providers.inside.preset=oidc",
						"vestibule.providers.inside.client-id=a", "vestibule.providers.inside.client-secret=b",
						"vestibule.providers.inside.issuer-uri=" + canary.url())) {
			canary.start();
			assertThat(new Browser(guarded.url()).get("/oauth2/authorization/inside").header("Location"))
				.isEqualTo("/login?error=provider-unavailable&provider=inside");
			assertThat(canary.wasAsked()).isFalse();
		}
	}

	@Test
	void patchWhenSwitchedOffThenGoneAndWhenOnThenBack() {
		register();
		assertThat(send("PATCH", PROVIDERS + "/" + this.id, this.admin, "{\"enabled\":false}").body())
			.contains("\"enabled\":false");
		assertThat(browser().get("/login").body()).doesNotContain(this.id);
		assertThat(browser().get("/oauth2/authorization/" + this.id).status()).isEqualTo(404);
		send("PATCH", PROVIDERS + "/" + this.id, this.admin, "{\"enabled\":true}");
		assertThat(browser().get("/login").body()).contains(this.id);
	}

	@Test
	void patchThenTheRestStays() {
		register();
		Page changed = send("PATCH", PROVIDERS + "/" + this.id, this.admin,
				"{\"name\":null,\"position\":7,\"domains\":[\"Example.ORG\"]}");
		assertThat(changed.status()).isEqualTo(200);
		assertThat(changed.body()).contains("\"client_id\":\"abc\"", "\"position\":7", "[\"example.org\"]")
			.doesNotContain("Our GitHub");
	}

	@Test
	void putWhenAsAnsweredThenSame() {
		register();
		String shown = send("GET", PROVIDERS + "/" + this.id, this.admin, "").body();
		assertThat(send("PUT", PROVIDERS + "/" + this.id, this.admin, shown).body()).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"token_uri":"https://evil.example/token"
			"client_id":"another"
			"preset":"x"
			""")
	void patchWhenSecretWouldGoElsewhereThenItHasToBeGiven(String field) {
		register();
		Page refused = send("PATCH", PROVIDERS + "/" + this.id, this.admin, "{" + field + "}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("client_secret");
		assertThat(send("PATCH", PROVIDERS + "/" + this.id, this.admin, "{\"client_secret\":\"another\"," + field + "}")
			.status()).isEqualTo(200);
	}

	@Test
	void anyWhenConfiguredThenOnlyTheSwitchMoves() {
		assertThat(send("GET", PROVIDERS + "/google", this.admin, "").body())
			.contains("\"managed_by\":\"configuration\"");
		assertThat(send("PATCH", PROVIDERS + "/google", this.admin, "{\"name\":\"G\"}").status()).isEqualTo(409);
		assertThat(send("DELETE", PROVIDERS + "/google", this.admin, "").status()).isEqualTo(409);
		assertThat(send("PATCH", PROVIDERS + "/google", this.admin, "{\"enabled\":true}").status()).isEqualTo(200);
	}

	@Test
	void anyWhenUnknownThenNotFound() {
		for (String method : new String[] { "GET", "PUT", "PATCH", "DELETE" }) {
			assertThat(send(method, PROVIDERS + "/nobody", this.admin, "{\"enabled\":true}").status()).isEqualTo(404);
			assertThat(send(method, PROVIDERS + "/%00", this.admin, "{\"enabled\":true}").status()).isIn(400, 404);
		}
	}

	@Test
	void attack30WhenScopeIsToReadThenNothingIsWritten() {
		String reader = token("admin.read");
		register();
		assertThat(send("POST", PROVIDERS, reader, "{}").status()).isEqualTo(403);
		for (String method : new String[] { "PUT", "PATCH", "DELETE" }) {
			assertThat(send(method, PROVIDERS + "/" + this.id, reader, "{\"enabled\":false}").status()).isEqualTo(403);
		}
		assertThat(browser().get(PROVIDERS).status()).isEqualTo(401);
	}

	@Test
	void changeThenInForceOnAnotherNodeWithinASecond() {
		try (Node other = NODE.startSibling(DATABASE, MAIL, UPSTREAM.settings())) {
			Browser there = new Browser(other.url());
			register();
			withinASecond(() -> assertThat(there.get("/login").body()).contains("/oauth2/authorization/" + this.id));
			send("DELETE", PROVIDERS + "/" + this.id, this.admin, "");
			withinASecond(() -> assertThat(there.get("/oauth2/authorization/" + this.id).status()).isEqualTo(404));
		}
	}

	@Test
	void changeThenRecordedWithoutTheSecret() {
		register();
		assertThat(NODE.jdbc()
			.sql("SELECT detail::text FROM audit_event WHERE kind = 'provider.created' AND detail ->> 'provider' = ?")
			.param(this.id)
			.query(String.class)
			.single()).contains("admin-cli").doesNotContain(SECRET);
	}

	@Test
	void changeWhenAnotherHasChangedItMeanwhileThenRefusedAndRecordedOnce() {
		AdminApi api = new AdminApi(NODE);
		String tag = register().header("ETag");
		String path = PROVIDERS + "/" + this.id;
		assertThat(api.call("PATCH", path, this.admin, "{\"name\":\"First\"}", "If-Match", tag).status())
			.isEqualTo(200);
		for (String method : new String[] { "PUT", "PATCH", "DELETE" }) {
			Page refused = api.call(method, path, this.admin, "{\"name\":\"Second\"}", "If-Match", tag);
			assertThat(refused.status()).isEqualTo(412);
			assertThat(RelyingApp.json(refused).get("current").get("name").asString()).isEqualTo("First");
		}
		for (String method : new String[] { "PUT", "PATCH" }) {
			assertThat(api.call(method, path, this.admin, "{\"name\":\"Second\"}").status()).isEqualTo(428);
		}
		assertThat(NODE.jdbc()
			.sql("SELECT changes::text FROM audit_event WHERE kind = 'provider.updated' AND detail ->> 'provider' = ?")
			.param(this.id)
			.query(String.class)
			.single()).contains("Our GitHub", "First").doesNotContain(SECRET, "client_id");
	}

	private Page register() {
		return send("POST", PROVIDERS, this.admin, """
				{"id":"%s","preset":"github","name":"Our GitHub","client_id":"abc","client_secret":"%s"}"""
			.formatted(this.id, SECRET));
	}

	private static String token(String scope) {
		return RelyingApp.field(new RelyingApp(NODE.url(), "admin-cli", "admin-cli-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", scope)), "access_token");
	}

	private static Page send(String method, String path, String token, String json) {
		try {
			return new Page(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(NODE.url() + path))
					.header("Authorization", "Bearer " + token)
					.header("Content-Type", "application/json")
					.header("If-Match", "*")
					.method(method, BodyPublishers.ofString(json))
					.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
