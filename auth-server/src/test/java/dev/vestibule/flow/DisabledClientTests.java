package dev.vestibule.flow;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disabled client is one that nobody knows, on two nodes, until it is enabled again.
 */
class DisabledClientTests extends FlowTests {

	private static final String SCOPE = "openid ledger.read";

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final String id = "stoppable-" + UUID.randomUUID();

	@Test
	void attack13WhenClientIsDisabledThenNothingOfItCountsOnEitherUntilItIsEnabled() {
		NewClient client = register("client_secret_basic");
		Browser browser = signedIn(someone());
		Page tokens = on(NODE, client).redeem(code(browser, on(NODE, client), SCOPE));
		String access = RelyingApp.field(tokens, "access_token");
		String refresh = RelyingApp.field(tokens, "refresh_token");
		String code = code(browser, on(NODE, client), SCOPE);
		assertThat(on(SIBLING.node(), client).userInfo(access).status()).isEqualTo(200);

		assertThat(RelyingApp.json(change(NODE, "disable")).get("enabled").asBoolean()).isFalse();
		for (Node node : List.of(NODE, SIBLING.node())) {
			RelyingApp app = on(node, client);
			withinASecond(() -> {
				assertUnknown(app.token(Map.of("grant_type", "client_credentials", "scope", "ledger.read")));
				assertThat(app.userInfo(access).status()).isEqualTo(401);
			});
			assertUnknown(app.refresh(refresh));
			assertUnknown(app.redeem(code));
			assertUnknown(app.post("/oauth2/introspect", Map.of("token", access)));
			assertUnknown(app.post("/oauth2/revoke", Map.of("token", refresh)));
			assertThat(isActive(node, access)).isFalse();
			RelyingApp other = new RelyingApp(node.url(), "web", "web-secret");
			assertInvalidGrant(other.refresh(refresh));
			assertInvalidGrant(other.redeem(code));
			assertErrorPage(browser.get(node.url() + app.authorizeUrl(SCOPE)));
		}

		assertThat(RelyingApp.json(change(SIBLING.node(), "enable")).get("enabled").asBoolean()).isTrue();
		for (Node node : List.of(NODE, SIBLING.node())) {
			withinASecond(() -> assertThat(on(node, client).userInfo(access).status()).isEqualTo(200));
			assertThat(isActive(node, access)).isTrue();
			assertThat(browser.get(node.url() + on(node, client).authorizeUrl(SCOPE)).parameter("code")).isNotEmpty();
		}
		assertThat(on(NODE, client).redeem(code).status()).as("it lived less than a minute").isEqualTo(200);
		assertThat(on(SIBLING.node(), client).refresh(refresh).status()).isEqualTo(200);
		assertThat(NODE.jdbc()
			.sql("SELECT kind || ' ' || (detail ->> 'by') FROM audit_event WHERE client_id = ? AND kind ~ 'abled' ORDER BY id")
			.param(this.id)
			.query(String.class)
			.list()).containsExactly("client.disabled client:admin-cli", "client.enabled client:admin-cli");
	}

	@Test
	void consentWhenClientIsDisabledMeanwhileThenErrorPageAndNoCode() {
		NewClient client = register("none");
		NODE.jdbc().sql("UPDATE client SET require_consent = true WHERE client_id = ?").param(this.id).update();
		Browser browser = signedIn(someone());
		withinASecond(() -> assertThat(browser.get(on(NODE, client).authorizeUrl(SCOPE)).header("Location"))
			.contains("/consent?"));
		String page = browser.get(on(NODE, client).authorizeUrl(SCOPE)).location();
		Map<String, String> consent = Map.of("client_id", this.id, "state",
				Browser.queryParameter(URI.create(page), "state"), "scope", "ledger.read");
		change(SIBLING.node(), "disable");
		withinASecond(() -> assertThat(browser.get(page).status()).isEqualTo(400));
		assertErrorPage(browser.post("/oauth2/authorize", consent));
	}

	@Test
	void authorizeWhenClientWasDisabledOnTheOtherNodeOnlyNowThenErrorPage() {
		NewClient client = register("none");
		Browser browser = signedIn(someone());
		assertThat(code(browser, on(NODE, client), SCOPE)).isNotEmpty();
		change(SIBLING.node(), "disable");
		assertErrorPage(browser.get(on(NODE, client).authorizeUrl(SCOPE)));
	}

	private static void assertUnknown(Page page) {
		assertThat(page.status()).isEqualTo(401);
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_client");
	}

	private static void assertErrorPage(Page page) {
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.header("Location")).isEmpty();
	}

	private boolean isActive(Node node, String access) {
		RelyingApp api = new RelyingApp(node.url(), "ledger-api", "ledger-api-secret-of-32-letters-");
		return CodeFlowTests.introspect(api, access).get("active").asBoolean();
	}

	private NewClient register(String method) {
		ClientMetadata metadata = ClientMetadata.read(
				Map.of("client_id", this.id, "redirect_uris", List.of(RelyingApp.REDIRECT_URI), "grant_types",
						method.equals("none") ? List.of("authorization_code")
								: List.of("authorization_code", "refresh_token", "client_credentials"),
						"scope", SCOPE, "token_endpoint_auth_method", method, "require_consent", false),
				NODE.bean(ResourceServers.class).scopes());
		return NODE.bean(Clients.class).register(metadata, "test").orElseThrow();
	}

	private Page change(Node node, String to) {
		RelyingApp cli = new RelyingApp(node.url(), "admin-cli", "admin-cli-secret");
		String token = RelyingApp.field(cli.token(Map.of("grant_type", "client_credentials", "scope", "admin")),
				"access_token");
		Page page = new Browser(node.url()).post("/admin/api/clients/" + this.id + "/" + to, Map.of(), "Authorization",
				"Bearer " + token);
		assertThat(page.status()).isEqualTo(200);
		return page;
	}

	private static RelyingApp on(Node node, NewClient client) {
		String secret = client.secret();
		return new RelyingApp(node.url(), client.client().metadata().clientId(), (secret != null) ? secret : "");
	}

}
