package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resource servers by the admin API.
 */
class AdminResourceServersTests extends FlowTests {

	private static final String PATH = "/admin/api/resource-servers";

	private final String mark = UUID.randomUUID().toString().substring(0, 8);

	private final String uri = "https://" + this.mark + ".example/api";

	private final String scope = this.mark + ".read";

	private final String admin = token("admin");

	@AfterEach
	void delete() {
		NODE.jdbc().sql("DELETE FROM client WHERE client_id LIKE ?").param(this.mark + "%").update();
		NODE.jdbc().sql("DELETE FROM resource_server WHERE uri = ?").param(this.uri).update();
	}

	@Test
	void registerThenItsScopesAreGivenAndItsTokensAreAsItWants() throws Exception {
		Page created = send("POST", PATH, """
				{"uri": "%s", "name": "Ledger", "access_token_lifetime": 60, "access_token_signing_alg": "PS256",
				 "scopes": [{"name": "%s", "description": "Read", "descriptions": {"ko": "읽기"}}]}""".formatted(this.uri,
				this.scope));
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.header("Location")).isEqualTo(NODE.issuer() + PATH + "/" + id(created));
		Page shown = send("GET", PATH + "/" + id(created), "");
		assertThat(shown.body()).isEqualTo(created.body()).contains("\"ko\":\"읽기\"", "\"managed_by\":\"api\"");
		assertThat(shown.header("ETag")).isEqualTo(created.header("ETag"));

		RelyingApp service = service();
		String token = RelyingApp.field(service.token(Map.of("grant_type", "client_credentials", "scope", this.scope)),
				"access_token");
		JWTClaimsSet claims = RelyingApp.claims(token);
		assertThat(claims.getAudience()).containsExactly(this.uri);
		assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()).isEqualTo(60_000);
		assertThat(changes("resource-server.created")).contains("Ledger", this.scope);
	}

	@Test
	void listThenPagesByUri() {
		register();
		assertThat(send("GET", PATH + "?q=" + this.mark, "").body()).contains(this.uri);
		List<String> uris = new ArrayList<>();
		String cursor = "";
		do {
			Page page = send("GET", PATH + "?limit=1&cursor=" + cursor, "");
			RelyingApp.json(page).get("resource_servers").forEach((each) -> uris.add(each.get("uri").asString()));
			cursor = RelyingApp.field(page, "next");
		}
		while (!cursor.isEmpty());
		assertThat(uris).doesNotHaveDuplicates().contains(this.uri, Node.API, NODE.issuer() + "/admin/api");
	}

	@Test
	void listWhenUriIsAsLongAsItMayBeThenPagedAllTheSame() {
		String longest = this.uri + "/" + "x".repeat(2047 - this.uri.length());
		Page created = send("POST", PATH, "{\"uri\": \"%s\", \"name\": \"Long\"}".formatted(longest));
		assertThat(created.status()).isEqualTo(201);
		assertThat(register().status()).isEqualTo(201);
		String cursor = RelyingApp.field(send("GET", PATH + "?limit=1&q=" + this.mark, ""), "next");
		Page last = send("GET", PATH + "?limit=1&q=" + this.mark + "&cursor=" + cursor, "");
		assertThat(last.body()).contains(longest).doesNotContain("next");
		Page beyond = send("GET", PATH + "?cursor="
				+ Base64.getUrlEncoder().encodeToString(("[\"" + longest + "\"]").getBytes(StandardCharsets.UTF_8)),
				"");
		assertThat(beyond.status()).isEqualTo(200);
		assertThat(send("DELETE", PATH + "/" + id(created), "").status()).isEqualTo(204);
	}

	@Test
	void replaceThenWhatIsLeftOutIsGoneAndChangeIsRecorded() {
		Page created = register();
		String path = PATH + "/" + id(created);
		assertThat(send("PUT", path, "{\"name\": \"Other\"}").status()).isEqualTo(428);
		Page replaced = send("PUT", path, "{\"name\": \"Other\"}", "If-Match", created.header("ETag"));
		assertThat(replaced.status()).isEqualTo(200);
		assertThat(replaced.body()).contains("\"name\":\"Other\"", "\"scopes\":[]", this.uri);
		assertThat(changes("resource-server.updated")).contains("\"scopes\"", "\"name\"").doesNotContain("\"uri\"");
		Page late = send("PATCH", path, "{\"name\": \"Late\"}", "If-Match", created.header("ETag"));
		assertThat(late.status()).isEqualTo(412);
		assertThat(RelyingApp.json(late).get("current").get("name").asString()).isEqualTo("Other");
		assertThat(
				send("PATCH", path, "{\"scopes\": [{\"name\": \"%s\"}]}".formatted(this.scope), "If-Match", "*").body())
			.contains("\"name\":\"Other\"", this.scope);
		assertThat(send("PUT", path, send("GET", path, "").body(), "If-Match", "*").status()).isEqualTo(200);
	}

	@Test
	void scopeWhenClientMayAskForItThenNotTakenAway() {
		Page created = register();
		String path = PATH + "/" + id(created);
		service();
		for (Page refused : List.of(send("DELETE", path, ""),
				send("PATCH", path, "{\"scopes\": null}", "If-Match", "*"))) {
			assertThat(refused.status()).isEqualTo(409);
			assertThat(RelyingApp.field(refused, "detail")).contains(this.mark + "-service");
		}
		assertThat(send("GET", path, "").body()).isEqualTo(created.body());
		send("PATCH", "/admin/api/clients/" + this.mark + "-service", "{\"scope\": \"\"}", "If-Match", "*");
		assertThat(send("DELETE", path, "", "If-Match", "\"other\"").status()).isEqualTo(412);
		assertThat(send("DELETE", path, "", "If-Match", created.header("ETag")).status()).isEqualTo(204);
		assertThat(send("GET", path, "").status()).isEqualTo(404);
		assertThat(send("DELETE", path, "").status()).isEqualTo(404);
		assertThat(changes("resource-server.deleted")).contains(this.scope);
	}

	@Test
	void scopeWhenGivenToClientsAndDeletedAtOnceThenNoClientHasWhatIsGone() {
		String path = PATH + "/" + id(register());
		List<Callable<Page>> work = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String client = this.mark + "-" + i;
			work.add(() -> send("POST", "/admin/api/clients", """
					{"client_id": "%s", "grant_types": ["client_credentials"], "scope": "%s"}""".formatted(client,
					this.scope)));
			work.add(() -> send("DELETE", path, ""));
		}
		assertThat(inParallel(work)).allSatisfy((page) -> assertThat(page.status()).isIn(201, 204, 400, 404, 409));
		boolean gone = send("GET", path, "").status() == 404;
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM client WHERE ? = ANY (scopes)")
			.param(this.scope)
			.query(Integer.class)
			.single()).matches((clients) -> gone == (clients == 0));
	}

	@Test
	void clientWhenItIntrospectsThenNotDeleted() {
		service();
		Page created = send("POST", PATH,
				"{\"uri\": \"%s\", \"name\": \"x\", \"client_id\": \"%s-service\"}".formatted(this.uri, this.mark));
		assertThat(created.status()).isEqualTo(201);
		Page refused = send("DELETE", "/admin/api/clients/" + this.mark + "-service", "");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(RelyingApp.field(refused, "detail")).contains(this.uri);
		send("DELETE", PATH + "/" + id(created), "");
		assertThat(send("DELETE", "/admin/api/clients/" + this.mark + "-service", "").status()).isEqualTo(204);
	}

	@Test
	void changeWhenManagedByConfigurationThenSaysSo() {
		String path = PATH + "/"
				+ RelyingApp.json(send("GET", PATH + "?q=localhost:8080", ""))
					.get("resource_servers")
					.get(0)
					.get("id")
					.asString();
		for (Page refused : List.of(send("DELETE", path, ""),
				send("PATCH", path, "{\"name\": \"x\"}", "If-Match", "*"))) {
			assertThat(refused.status()).isEqualTo(409);
			assertThat(RelyingApp.field(refused, "detail")).contains("managed by configuration");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"uri":"/api"                                | uri
			"uri":"https://a.example/#x"                | uri
			"uri":7                                     | uri
			"name":""                                   | name
			"name":"\\u202e"                            | name
			"scopes":"notes.read"                       | scopes
			"scopes":["notes.read"]                     | scopes[0]
			"scopes":[{"name":"a b"}]                   | scopes[0].name
			"scopes":[{"name":"openid"}]                | scopes[0].name
			"scopes":[{"name":"x.a"},{"name":"x.a"}]    | scopes
			"scopes":[{"name":"x.a","description":7}]   | scopes[0].description
			"scopes":[{"name":"x.a","admin":true}]      | scopes[0].admin
			"scopes":[{"name":"x.a","descriptions":{"korean":"x"}}] | scopes[0].descriptions.korean
			"access_token_lifetime":901                 | access_token_lifetime
			"access_token_lifetime":0                   | access_token_lifetime
			"access_token_lifetime":1.5                 | access_token_lifetime
			"access_token_signing_alg":"none"           | access_token_signing_alg
			"client_id":"nobody-there"                  | client_id
			"managed_by":"configuration"                | managed_by
			"id":"00000000-0000-0000-0000-000000000001" | id
			""")
	void attack26WhenFieldBadThenNamedAndNothingWritten(String field, String named) {
		String uri = field.startsWith("\"uri\"") ? "" : "\"uri\":\"" + this.uri + "\",";
		String name = field.startsWith("\"name\"") ? "" : "\"name\":\"x\",";
		Page refused = send("POST", PATH, "{" + uri + name + field + "}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(RelyingApp.json(refused).get("errors")).singleElement()
			.satisfies((error) -> assertThat(error.get("field").asString()).isEqualTo(named));
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM resource_server WHERE uri = ?")
			.param(this.uri)
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void registerWhenUriOrScopeIsTakenThenConflictAndNothingWritten() {
		register();
		assertThat(register().status()).isEqualTo(409);
		Page refused = send("POST", PATH, "{\"uri\": \"%s/2\", \"name\": \"x\", \"scopes\": [{\"name\": \"%s\"}]}"
			.formatted(this.uri, this.scope));
		assertThat(refused.status()).isEqualTo(409);
		assertThat(RelyingApp.field(refused, "detail")).contains(this.scope);
		assertThat(send("GET", PATH + "?q=" + this.mark, "").body()).doesNotContain("/api/2");
		assertThat(send("GET", PATH + "/nonsense", "").status()).isEqualTo(404);
	}

	private Page register() {
		return send("POST", PATH, "{\"uri\": \"%s\", \"name\": \"Ledger\", \"scopes\": [{\"name\": \"%s\"}]}"
			.formatted(this.uri, this.scope));
	}

	private RelyingApp service() {
		Page created = send("POST", "/admin/api/clients",
				"""
						{"client_id": "%s-service", "grant_types": ["client_credentials"], "scope": "%s"}""".formatted(
						this.mark,
						NODE.jdbc()
							.sql("SELECT coalesce(string_agg(name, ' '), '') FROM resource_scope WHERE name = ?")
							.param(this.scope)
							.query(String.class)
							.single()));
		assertThat(created.status()).isEqualTo(201);
		return new RelyingApp(NODE.url(), this.mark + "-service", RelyingApp.field(created, "client_secret"));
	}

	private String changes(String kind) {
		return NODE.jdbc()
			.sql("SELECT changes FROM audit_event WHERE kind = ? AND detail ->> 'resource_server' = ? AND detail ->> 'by' = 'client:admin-cli' ORDER BY id DESC LIMIT 1")
			.param(kind)
			.param(this.uri)
			.query(String.class)
			.single();
	}

	private static String id(Page page) {
		return RelyingApp.field(page, "id");
	}

	private static String token(String scope) {
		return RelyingApp.field(new RelyingApp(NODE.url(), "admin-cli", "admin-cli-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", scope)), "access_token");
	}

	private Page send(String method, String path, String json, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(NODE.url() + path))
			.header("Authorization", "Bearer " + this.admin)
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(json));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Page(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
