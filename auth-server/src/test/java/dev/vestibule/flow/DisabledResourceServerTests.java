package dev.vestibule.flow;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scopes of a disabled resource server are granted to nobody, by neither of two
 * nodes, until it is enabled again.
 */
class DisabledResourceServerTests extends FlowTests {

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final String mark = "off-" + UUID.randomUUID();

	private final String uri = "https://" + this.mark + ".example";

	private final AdminApi api = new AdminApi(NODE);

	private final String admin = this.api.token("admin");

	private String path = "";

	private RelyingApp here = this.web;

	private RelyingApp there = this.web;

	@BeforeEach
	void register() {
		Page server = call("POST", AdminApi.PATH + "/resource-servers",
				"{\"uri\": \"%s\", \"name\": \"x\", \"scopes\": [{\"name\": \"%s\"}]}".formatted(this.uri, this.mark));
		this.path = AdminApi.PATH + "/resource-servers/" + RelyingApp.field(server, "id");
		Page client = call("POST", AdminApi.PATH + "/clients",
				"""
						{"client_id": "%1$s", "redirect_uris": ["%2$s"], "scope": "openid notes.read %1$s", "require_consent": false,
						 "grant_types": ["authorization_code", "refresh_token", "client_credentials"]}"""
					.formatted(this.mark, RelyingApp.REDIRECT_URI));
		String secret = RelyingApp.field(client, "client_secret");
		this.here = new RelyingApp(NODE.url(), this.mark, secret);
		this.there = new RelyingApp(SIBLING.node().url(), this.mark, secret);
		withinASecond(() -> assertThat(ask(this.there, this.mark).status()).isEqualTo(200));
	}

	@AfterEach
	void delete() {
		call("DELETE", AdminApi.PATH + "/clients/" + this.mark, "");
		call("DELETE", this.path, "");
	}

	@Test
	void grantWhenDisabledThenRefusedOnBothUntilEnabled() {
		Browser browser = signedIn(someone());
		assertThat(RelyingApp.json(call("POST", this.path + "/disable", "")).get("enabled").asBoolean()).isFalse();
		for (RelyingApp app : List.of(this.here, this.there)) {
			withinASecond(() -> assertThat(error(ask(app, this.mark))).isEqualTo("invalid_scope"));
			assertThat(error(ask(app, "notes.read " + this.mark))).isEqualTo("invalid_scope");
			assertThat(error(
					app.token(Map.of("grant_type", "client_credentials", "scope", "notes.read", "resource", this.uri))))
				.isEqualTo("invalid_target");
			assertThat(ask(app, "notes.read").status()).isEqualTo(200);
		}
		for (String node : List.of(NODE.url(), SIBLING.node().url())) {
			assertThat(browser.get(node + this.here.authorizeUrl("openid " + this.mark)).parameter("error"))
				.isEqualTo("invalid_scope");
			assertThat(
					browser.get(node + this.here.authorizeUrl("openid") + "&resource=" + this.uri).parameter("error"))
				.isEqualTo("invalid_target");
			assertThat(new Browser(node).get("/.well-known/openid-configuration").body()).contains("notes.read")
				.doesNotContain(this.mark);
		}
		call("POST", this.path + "/enable", "");
		for (RelyingApp app : List.of(this.here, this.there)) {
			withinASecond(() -> assertThat(ask(app, this.mark).status()).isEqualTo(200));
		}
		assertThat(browser.get("/.well-known/openid-configuration").body()).contains(this.mark);
		assertThat(NODE.jdbc()
			.sql("SELECT kind || ' ' || (detail ->> 'by') FROM audit_event WHERE detail ->> 'resource_server' = ? AND kind ~ 'abled' ORDER BY id")
			.param(this.uri)
			.query(String.class)
			.list())
			.containsExactly("resource-server.disabled client:admin-cli", "resource-server.enabled client:admin-cli");
	}

	/** RFC 6749, section 6; the answer says what is left, as section 5.1 has it. */
	@Test
	void refreshWhenDisabledThenWithoutItsScopesAndWithThemOnceItIsEnabled() {
		Page tokens = this.here.redeem(code(signedIn(someone()), this.here, "openid notes.read " + this.mark));
		String access = RelyingApp.field(tokens, "access_token");
		disable();
		assertThat(this.here.userInfo(access).status()).as("what was issued runs out").isEqualTo(200);
		assertThat(error(this.here.token(Map.of("grant_type", "refresh_token", "refresh_token",
				RelyingApp.field(tokens, "refresh_token"), "scope", "openid " + this.mark))))
			.isEqualTo("invalid_scope");
		Page refreshed = this.here.refresh(RelyingApp.field(tokens, "refresh_token"));
		assertThat(refreshed.status()).isEqualTo(200);
		assertThat(RelyingApp.field(refreshed, "scope")).contains("notes.read").doesNotContain(this.mark);
		assertThat(RelyingApp.claims(RelyingApp.field(refreshed, "access_token")).getAudience())
			.containsExactly(Node.API);
		call("POST", this.path + "/enable", "");
		withinASecond(() -> assertThat(ask(this.here, this.mark).status()).isEqualTo(200));
		assertThat(RelyingApp.field(this.here.refresh(RelyingApp.field(refreshed, "refresh_token")), "scope"))
			.contains(this.mark);
	}

	@Test
	void grantWhenNothingElseWasGrantedThenRefusedAndKept() {
		Browser browser = signedIn(someone());
		Page tokens = this.here.redeem(code(browser, this.here, this.mark));
		String refresh = RelyingApp.field(tokens, "refresh_token");
		String code = code(browser, this.here, this.mark);
		String forIt = browser.get(this.here.authorizeUrl("openid " + this.mark) + "&resource=" + this.uri)
			.parameter("code");
		disable();
		assertThat(error(this.here.refresh(refresh))).isEqualTo("invalid_scope");
		assertThat(error(this.here.redeem(code))).isEqualTo("invalid_scope");
		assertThat(error(this.here.redeem(forIt))).isEqualTo("invalid_target");
		call("POST", this.path + "/enable", "");
		withinASecond(() -> assertThat(ask(this.here, this.mark).status()).isEqualTo(200));
		assertThat(RelyingApp.field(this.here.refresh(refresh), "scope")).isEqualTo(this.mark);
		assertThat(this.here.redeem(code).status()).as("it lived less than a minute").isEqualTo(200);
	}

	@Test
	void consentWhenDisabledMeanwhileThenNotOnThePage() {
		assertThat(call("PATCH", AdminApi.PATH + "/clients/" + this.mark, "{\"require_consent\": true}").status())
			.isEqualTo(200);
		Browser browser = signedIn(someone());
		String request = this.here.authorizeUrl("openid notes.read " + this.mark);
		withinASecond(() -> assertThat(browser.get(request).header("Location")).contains("/consent?"));
		String page = browser.get(request).location();
		assertThat(browser.get(page).body()).contains("value=\"" + this.mark + "\" checked");
		disable();
		assertThat(browser.get(page).body()).contains("value=\"notes.read\" checked")
			.doesNotContain("value=\"" + this.mark + "\" checked");
		Page consented = browser.post("/oauth2/authorize", Map.of("client_id", this.mark, "state",
				Browser.queryParameter(URI.create(page), "state"), "scope", "notes.read"));
		assertThat(RelyingApp.field(this.here.redeem(consented.parameter("code")), "scope")).contains("notes.read")
			.doesNotContain(this.mark);
	}

	@Test
	void disableWhenPatchedOrOwnOrConfigured() {
		assertThat(call("PATCH", this.path, "{\"enabled\": \"no\"}").body()).contains("must be true or false");
		assertThat(call("PATCH", this.path, "{\"enabled\": false}").body()).contains("\"enabled\":false");
		assertThat(call("PUT", this.path, "{\"name\": \"y\", \"scopes\": [{\"name\": \"%s\"}]}".formatted(this.mark))
			.body()).as("left out, it stays").contains("\"enabled\":false", "\"name\":\"y\"");
		String own = find(NODE.issuer() + "/admin/api");
		assertThat(call("POST", own + "/disable", "").status()).isEqualTo(409);
		assertThat(call("PATCH", own, "{\"enabled\": false}").status()).isEqualTo(409);
		String configured = find(Node.LEDGER);
		try {
			assertThat(call("POST", configured + "/disable", "").body()).contains("\"enabled\":false",
					"\"managed_by\":\"configuration\"");
			assertThat(call("PATCH", configured, "{\"name\": \"z\"}").status()).isEqualTo(409);
		}
		finally {
			assertThat(call("PATCH", configured, "{\"enabled\": true}").body()).contains("\"enabled\":true");
		}
	}

	private void disable() {
		assertThat(call("POST", this.path + "/disable", "").status()).isEqualTo(200);
		withinASecond(() -> assertThat(error(ask(this.here, this.mark))).isEqualTo("invalid_scope"));
	}

	private String find(String uri) {
		Page found = call("GET", AdminApi.PATH + "/resource-servers?q=" + uri, "");
		return AdminApi.PATH + "/resource-servers/"
				+ RelyingApp.json(found).get("resource_servers").get(0).get("id").asString();
	}

	private Page call(String method, String path, String body) {
		return this.api.call(method, path, this.admin, body, "If-Match", "*");
	}

	private static Page ask(RelyingApp app, String scope) {
		return app.token(Map.of("grant_type", "client_credentials", "scope", scope));
	}

	private static String error(Page page) {
		return RelyingApp.field(page, "error");
	}

}
