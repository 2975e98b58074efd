package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.token.AccessTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever changes about a client on one node is in force on the other within a second,
 * although both remember it.
 */
class TwoNodeClientTests extends FlowTests {

	private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials", "scope",
			"notes.read");

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	@Test
	void tokenWhenRegisteredOnOneNodeThenBothKnowTheClientAtOnce() {
		NewClient client = register();
		assertThat(token(NODE, client).status()).isEqualTo(200);
		assertThat(token(SIBLING.node(), client).status()).isEqualTo(200);
	}

	@Test
	void attack13WhenClientDeletedOnOneNodeThenRefusedThereAtOnceAndOnTheOtherWithinASecond() {
		NewClient client = register();
		String access = RelyingApp.field(token(SIBLING.node(), client), "access_token");
		assertThat(token(NODE, client).status()).isEqualTo(200);
		NODE.bean(Clients.class).delete(id(client), "test");
		assertThat(token(NODE, client).status()).isEqualTo(401);
		withinASecond(() -> assertThat(token(SIBLING.node(), client).status()).isEqualTo(401));
		assertThat(
				SIBLING.node().bean(AccessTokens.class).isActive(SIBLING.node().bean(JwtDecoder.class).decode(access)))
			.isFalse();
	}

	@Test
	void authorizeWhenClientWasJustDeletedOnTheOtherNodeThenRefusedAndNoFault() {
		ClientMetadata metadata = ClientMetadata
			.read(Map.of("redirect_uris", List.of(RelyingApp.REDIRECT_URI), "require_consent", false), Set.of());
		String id = id(NODE.bean(Clients.class).register(metadata, "test").orElseThrow());
		String request = SIBLING.node().url()
				+ new RelyingApp(SIBLING.node().url(), id, "unused").authorizeUrl("openid");
		Browser browser = signedIn(someone());
		assertThat(browser.get(request).status()).isEqualTo(303);
		NODE.bean(Clients.class).delete(id, "test");
		Page refused = browser.get(request);
		assertThat(refused.status()).isLessThan(500);
		assertThat(refused.header("Location")).doesNotContain("code=");
	}

	@Test
	void clientWhenChangedByTheApiOfOneNodeThenInForceOnTheOtherWithinASecond() {
		AdminApi here = new AdminApi(NODE);
		AdminApi there = new AdminApi(SIBLING.node());
		String mark = "moving-" + UUID.randomUUID();
		String admin = here.token("admin");
		Page server = here.call("POST", AdminApi.PATH + "/resource-servers", admin,
				"{\"uri\": \"https://%1$s.example\", \"name\": \"x\", \"scopes\": [{\"name\": \"%1$s\"}]}"
					.formatted(mark));
		assertThat(server.status()).isEqualTo(201);
		String path = AdminApi.PATH + "/clients/" + mark;
		assertThat(there
			.call("POST", AdminApi.PATH + "/clients", admin,
					"""
							{"client_id": "%1$s", "redirect_uris": ["%2$s"], "scope": "openid %1$s", "require_consent": false}"""
						.formatted(mark, RelyingApp.REDIRECT_URI))
			.status()).as("with the scope of a moment ago").isEqualTo(201);
		Browser browser = signedIn(someone());
		RelyingApp app = new RelyingApp(NODE.url(), mark, "unused");
		String request = app.authorizeUrl("openid " + mark);
		withinASecond(() -> assertThat(browser.get(NODE.url() + request).parameter("code")).isNotEmpty());

		assertThat(there
			.call("PATCH", path, admin, "{\"redirect_uris\": [\"https://elsewhere.example/\"]}", "If-Match", "*")
			.status()).isEqualTo(200);
		withinASecond(() -> assertThat(browser.get(NODE.url() + request).status()).isEqualTo(400));
		there.call("PATCH", path, admin,
				"{\"redirect_uris\": [\"%s\"], \"scope\": \"openid\"}".formatted(RelyingApp.REDIRECT_URI), "If-Match",
				"*");
		withinASecond(
				() -> assertThat(browser.get(NODE.url() + request).parameter("error")).isEqualTo("invalid_scope"));
		there.call("DELETE", path, admin, "");
		withinASecond(() -> assertThat(browser.get(NODE.url() + request).status()).isEqualTo(400));
		here.call("DELETE", AdminApi.PATH + "/resource-servers/" + RelyingApp.field(server, "id"), admin, "");
	}

	@Test
	void tokenWhenSecretDeletedAtThePromptThenRefusedOnBothWithinASecond() {
		NewClient client = register();
		assertThat(token(NODE, client).status()).isEqualTo(200);
		assertThat(token(SIBLING.node(), client).status()).isEqualTo(200);
		NODE.jdbc().sql("DELETE FROM client_secret WHERE client_id = ?").param(id(client)).update();
		withinASecond(() -> {
			assertThat(token(NODE, client).status()).isEqualTo(401);
			assertThat(token(SIBLING.node(), client).status()).isEqualTo(401);
		});
	}

	@Test
	void tokenWhenScopeMovesToAnotherResourceServerThenItsAudienceWithinASecond() {
		NewClient client = register();
		assertThat(audience(NODE, client)).isEqualTo(Node.API);
		NODE.jdbc()
			.sql("INSERT INTO resource_server (uri, name, managed_by) VALUES ('https://moved.example', 'Moved', 'api')")
			.update();
		move("https://moved.example");
		try {
			withinASecond(() -> {
				assertThat(audience(NODE, client)).isEqualTo("https://moved.example");
				assertThat(audience(SIBLING.node(), client)).isEqualTo("https://moved.example");
			});
		}
		finally {
			move(Node.API);
			withinASecond(() -> assertThat(audience(NODE, client)).isEqualTo(Node.API));
		}
	}

	private static void move(String resourceServer) {
		NODE.jdbc()
			.sql("UPDATE resource_scope SET resource_server = ? WHERE name = 'notes.read'")
			.param(resourceServer)
			.update();
	}

	private static NewClient register() {
		ClientMetadata metadata = ClientMetadata.read(
				Map.of("grant_types", List.of("client_credentials"), "scope", "notes.read"),
				NODE.bean(ResourceServers.class).scopes());
		return NODE.bean(Clients.class).register(metadata, "test").orElseThrow();
	}

	private static Page token(Node node, NewClient client) {
		return new RelyingApp(node.url(), id(client), String.valueOf(client.secret())).token(CLIENT_CREDENTIALS);
	}

	private static String audience(Node node, NewClient client) {
		JWTClaimsSet claims = RelyingApp.claims(RelyingApp.field(token(node, client), "access_token"));
		return claims.getAudience().get(0);
	}

	private static String id(NewClient client) {
		return client.client().metadata().clientId();
	}

}
