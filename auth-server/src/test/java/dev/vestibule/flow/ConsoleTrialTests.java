package dev.vestibule.flow;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients tried from the console, and what others make of that.
 */
class ConsoleTrialTests extends ConsoleFlowTests {

	private static final String CLIENTS = "/admin/clients";

	private final String id = "t-" + UUID.randomUUID().toString().substring(0, 13);

	@AfterEach
	void leave() {
		NODE.jdbc().sql("DELETE FROM client WHERE client_id LIKE ?").param(this.id + "%").update();
	}

	@Test
	void clientWhenTriedThenTokensAreShownDecodedAndEndedAlready() {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(email, "administrator");
		register("authorization_code", "refresh_token");
		Page shown = browser.get(asked(browser).location());
		shown = browser.get(shown.header("Location"));
		assertThat(shown.status()).isEqualTo(200);
		String body = HtmlUtils.htmlUnescape(shown.body());
		assertThat(body).contains("\"aud\"", "\"typ\" : \"at+jwt\"", "\"nonce\"", email, "There was a refresh token");
		assertThat(body).doesNotContainPattern("eyJ[A-Za-z0-9_-]+\\.eyJ");
		assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
		assertThat(open()).isZero();
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM audit_event WHERE kind = 'client.tried' AND client_id = ?")
			.param(this.id)
			.query(Integer.class)
			.single()).isEqualTo(1);
	}

	@Test
	void serviceWhenTriedThenItsTokenIsShownAndDead() {
		Browser browser = administrator();
		register("client_credentials");
		Page shown = asked(browser);
		String claims = HtmlUtils.htmlUnescape(shown.body());
		assertThat(claims).contains("notes.read", "\"client_id\" : \"" + this.id + "\"");
		String jti = claims.replaceAll("(?s).*\"jti\" : \"([^\"]+)\".*", "$1");
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM revoked_access_token WHERE jti = ?")
			.param(jti)
			.query(Integer.class)
			.single()).isEqualTo(1);
	}

	@Test
	void attack1WhenAnotherSessionUsesTheAddressThenNoRedirect() {
		Browser administrator = administrator();
		register("authorization_code");
		String request = asked(administrator).location();
		Browser other = administrator();
		assertNotRedirected(other.get(request));
		Browser person = signedIn(someone());
		assertNotRedirected(person.get(request));
		assertNotRedirected(browser().get(request));
		assertThat(administrator.get(request).header("Location")).startsWith(NODE.issuer() + "/admin/try?code=");
	}

	@Test
	void attack1WhenAnotherClientOrStateOrChallengeThenNoRedirect() {
		Browser browser = administrator();
		register("authorization_code");
		String request = asked(browser).location();
		for (String name : new String[] { "client_id", "state", "code_challenge", "redirect_uri" }) {
			Map<String, String> parameters = new TreeMap<>();
			UriComponentsBuilder.fromUriString(request)
				.build()
				.getQueryParams()
				.forEach((key, values) -> parameters.put(key, UriUtils.decode(values.get(0), "UTF-8")));
			parameters.put(name, switch (name) {
				case "client_id" -> "web";
				case "code_challenge" -> RelyingApp.challenge();
				case "redirect_uri" -> parameters.get(name) + "/x";
				default -> "other";
			});
			assertNotRedirected(browser.get("/oauth2/authorize?" + Browser.encode(parameters)));
		}
	}

	@Test
	void answerWhenSentAgainOrToAnotherSessionThenRefused() {
		Browser browser = administrator();
		register("authorization_code");
		String answer = browser.get(asked(browser).location()).header("Location");
		Browser other = administrator();
		assertThat(other.get(answer).status()).isEqualTo(404);
		assertThat(browser.get(answer).body()).contains("It works");
		Page again = browser.get(answer);
		assertThat(again.status()).isEqualTo(404);
		assertThat(again.body()).contains("This trial is over");
		assertThat(browser.get("/admin/try").status()).isEqualTo(404);
		assertThat(open()).isZero();
	}

	@Test
	void codeWhenTakenElsewhereThenNobodyCanRedeemIt() {
		Browser browser = administrator();
		String secret = register("authorization_code");
		String answer = browser.get(asked(browser).location()).header("Location");
		RelyingApp thief = new RelyingApp(NODE.url(), this.id, secret);
		String code = Browser.queryParameter(URI.create(answer), "code");
		Page refused = thief.token(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri",
				NODE.issuer() + "/admin/try", "code_verifier", RelyingApp.VERIFIER));
		assertThat(refused.status()).isEqualTo(400);
	}

	@Test
	void answerWhenTheRoleIsGoneMeanwhileThenRefused() {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(email, "administrator");
		register("authorization_code");
		String request = asked(browser).location();
		String answer = browser.get(request).header("Location");
		appoint(email, "viewer");
		assertThat(browser.get(answer).status()).isEqualTo(404);
		assertNotRedirected(browser.get(request));
	}

	private Page asked(Browser browser) {
		String path = CLIENTS + "/" + this.id + "/try";
		return browser.post(path,
				form(browser, path) + "&"
						+ Stream.of("openid", "email", "notes.read")
							.map((scope) -> "scope=" + scope)
							.reduce((a, b) -> a + "&" + b)
							.get());
	}

	private static void assertNotRedirected(Page page) {
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.response().headers().firstValue("Location")).isEmpty();
	}

	/**
	 * Registers the client, and returns its secret.
	 */
	private String register(String... grants) {
		boolean service = grants[0].equals("client_credentials");
		Map<String, Object> client = new TreeMap<>(Map.of("client_id", this.id, "grant_types", grants, "scope",
				service ? "notes.read" : "openid email notes.read", "require_consent", false));
		if (!service) {
			client.put("redirect_uris", new String[] { "https://app.example.com/tried" });
		}
		Page created = API.call("POST", AdminApi.PATH + "/clients", API.token("admin"),
				JsonMapper.shared().writeValueAsString(client));
		assertThat(created.status()).isEqualTo(201);
		JsonNode secret = RelyingApp.json(created).get("client_secret");
		return secret.asString();
	}

	private int open() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM oauth2_authorization WHERE client_id = ? AND revoked_at IS NULL")
			.param(this.id)
			.query(Integer.class)
			.single();
	}

}
