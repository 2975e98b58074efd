package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdminApiFlowTests extends FlowTests {

	private static final String CLIENTS = "/admin/api/clients";

	private final RelyingApp cli = new RelyingApp(NODE.url(), "admin-cli", "admin-cli-secret");

	@Test
	void clientWhenRegisteredThenUsableAtOnceAndWhenDeletedNoLonger() throws Exception {
		String admin = cliToken("admin");
		Page created = send("POST", CLIENTS, admin, """
				{"grant_types": ["client_credentials"], "scope": "notes.read"}""");
		assertThat(created.status()).isEqualTo(201);
		String id = RelyingApp.field(created, "client_id");
		RelyingApp service = new RelyingApp(NODE.url(), id, RelyingApp.field(created, "client_secret"));
		assertThat(service.token(Map.of("grant_type", "client_credentials")).status()).isEqualTo(200);
		assertThat(new RelyingApp(NODE.url(), id, "wrong").token(Map.of("grant_type", "client_credentials")).status())
			.isEqualTo(401);
		assertThat(send("DELETE", CLIENTS + "/" + id, admin, "").status()).isEqualTo(204);
		Page refused = service.token(Map.of("grant_type", "client_credentials"));
		assertThat(refused.status()).isEqualTo(401);
		assertThat(RelyingApp.field(refused, "error")).isEqualTo("invalid_client");
	}

	@Test
	void attack30WhenTokenIsNoAdministratorsOrACookieThenRefused() throws Exception {
		Page created = send("POST", CLIENTS, cliToken("admin"), """
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid admin.read", "require_consent": false}""".formatted(RelyingApp.REDIRECT_URI));
		String id = RelyingApp.field(created, "client_id");
		RelyingApp console = new RelyingApp(NODE.url(), id, RelyingApp.field(created, "client_secret"));
		Browser browser = signedIn(someone());
		Page tokens = console.redeem(code(browser, console, "openid admin.read"));
		String access = RelyingApp.field(tokens, "access_token");
		JWTClaimsSet claims = RelyingApp.claims(access);
		assertThat(claims.getAudience()).containsExactly(NODE.issuer() + "/admin/api");
		assertThat(send("GET", CLIENTS, access, "").status()).isEqualTo(403);

		NODE.jdbc()
			.sql("UPDATE account SET role = 'administrator' WHERE id = ?")
			.param(UUID.fromString(claims.getSubject()))
			.update();
		assertThat(send("GET", CLIENTS, access, "").status()).isEqualTo(200);
		assertThat(send("DELETE", CLIENTS + "/" + id, access, "").status()).isEqualTo(403);
		assertThat(send("GET", CLIENTS, RelyingApp.field(tokens, "id_token"), "").status()).isEqualTo(401);
		assertThat(send("GET", CLIENTS, RelyingApp.field(tokens, "refresh_token"), "").status()).isEqualTo(401);
		assertThat(browser.get("/").status()).isEqualTo(200);
		assertThat(browser.get(CLIENTS).status()).isEqualTo(401);
		assertThat(browser.post(CLIENTS, Map.of("client_id", "x")).status()).isEqualTo(401);

		console.post("/oauth2/revoke", Map.of("token", access));
		assertThat(send("GET", CLIENTS, access, "").status()).isEqualTo(401);
		assertThat(send("DELETE", CLIENTS + "/" + id, cliToken("admin"), "").status()).isEqualTo(204);
		assertThat(console.refresh(RelyingApp.field(tokens, "refresh_token")).status()).isEqualTo(401);
	}

	@Test
	void anyWhenTokenOfAnotherApiThenRefused() throws Exception {
		Page service = new RelyingApp(NODE.url(), "service", "service-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", "notes.read"));
		assertThat(send("GET", CLIENTS, RelyingApp.field(service, "access_token"), "").status()).isEqualTo(401);
		assertThat(send("GET", CLIENTS, cliToken("admin.read"), "").status()).isEqualTo(200);
		assertThat(send("POST", CLIENTS, cliToken("admin.read"), "{}").status()).isEqualTo(403);
	}

	@Test
	void clientWhenMuchWasGrantedToItThenDeletedWithAllOfIt() throws Exception {
		String id = "popular-" + UUID.randomUUID();
		String path = CLIENTS + "/" + id;
		String admin = cliToken("admin");
		send("POST", CLIENTS, admin, """
				{"client_id": "%s", "redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid", "token_endpoint_auth_method": "none", "require_consent": false}""".formatted(id,
				RelyingApp.REDIRECT_URI));
		RelyingApp app = new RelyingApp(NODE.url(), id, "");
		String email = someone();
		Page tokens = app.redeem(code(signedIn(email), app, "openid"));
		NODE.jdbc()
			.sql("""
					INSERT INTO oauth2_authorization (id, client_id, account_id, credential_epoch, authenticated_at, session_id,
					    authentication_methods, requested_scopes)
					SELECT gen_random_uuid(), ?, a.id, 0, now(), 'x', '{pwd}', '{openid}'
					FROM account a, generate_series(1, 2500) WHERE a.email = ?
					""")
			.param(id)
			.param(email)
			.update();
		assertThat(send("DELETE", path, admin, "").status()).isEqualTo(204);
		assertThat(app.refresh(RelyingApp.field(tokens, "refresh_token")).status()).isEqualTo(401);
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM oauth2_authorization WHERE client_id = ?")
			.param(id)
			.query(Integer.class)
			.single()).isZero();
		assertThat(NODE.jdbc()
			.sql("SELECT kind FROM audit_event WHERE client_id = ? AND kind LIKE 'client.%' ORDER BY id")
			.param(id)
			.query(String.class)
			.list()).containsExactly("client.created", "client.disabled", "client.deleted");
	}

	private String cliToken(String scope) {
		Page tokens = this.cli.token(Map.of("grant_type", "client_credentials", "scope", scope));
		assertThat(tokens.status()).isEqualTo(200);
		return RelyingApp.field(tokens, "access_token");
	}

	private static Page send(String method, String path, String token, String json)
			throws IOException, InterruptedException {
		return new Page(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(NODE.url() + path))
				.header("Authorization", "Bearer " + token)
				.header("Content-Type", "application/json")
				.method(method, BodyPublishers.ofString(json))
				.build(), BodyHandlers.ofString()));
	}

}
