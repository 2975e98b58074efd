package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays of attacks on the authorization endpoint, named by their number in the list
 * that the project keeps.
 */
class AuthorizeAttacksTests extends FlowTests {

	@Test
	void attack1SessionWithUnprovedAddressThenNoCodeAnywhere() {
		Browser pending = browser();
		pending.submit("/signup", Map.of("email", someone(), "name", "Ann", "password", People.PASSWORD));
		Map<String, String> request = this.web.request("openid");
		Page get = pending.get("/oauth2/authorize?" + Browser.encode(request));
		assertThat(get.location()).isEqualTo(NODE.issuer() + "/verify");
		Page post = pending.post("/oauth2/authorize", request);
		assertThat(post.location()).isEqualTo(NODE.issuer() + "/verify");
		Page consent = pending.post("/oauth2/authorize",
				Map.of("client_id", "asking", "state", "x", "scope", "openid"));
		assertThat(consent.header("Location")).doesNotContain("code=");
		assertThat(pending.get("/consent?client_id=asking&scope=openid&state=x").location())
			.isEqualTo(NODE.issuer() + "/verify");
		assertThat(pending
			.post("/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", "spa"))
			.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://app.example.com@evil.example/callback", "https://a@b@app.example.com/callback",
			"https://app.example.com/callback/..;/evil", "https://app.example.com/callback%252f",
			"https://app.example.com.evil.example/callback", "https://app.example.com/callback#fragment",
			"https://app.example.com\\@evil.example/callback", "https://app.example.com/callback\t",
			"https://APP.example.com/callback", "https://app.example.com/Callback", "https://app.exаmple.com/callback",
			"http://app.example.com/callback", "https://app.example.com/callback?x=1",
			"https://app.example.com:444/callback", "http://[::1]/callback", "http://localhost/callback",
			"http://[::ffff:127.0.0.1]/callback", "//app.example.com", "javascript:alert(1)",
			" https://app.example.com/callback" })
	void attack19RedirectUriThatIsNotRegisteredThenErrorPage(String redirectUri) {
		Browser browser = browser();
		for (String method : List.of("GET", "POST")) {
			Map<String, String> request = with(this.spa.request("openid"), "redirect_uri", redirectUri);
			Page page = "GET".equals(method) ? browser.get("/oauth2/authorize?" + Browser.encode(request))
					: browser.post("/oauth2/authorize", request);
			assertThat(page.status()).as(method).isEqualTo(400);
			assertThat(page.header("Location")).isEmpty();
			assertThat(page.header("Content-Type")).startsWith("text/html");
		}
	}

	@Test
	void attack19LoopbackLiteralWithAnyPortThenAccepted() {
		Map<String, String> request = with(this.spa.request("openid"), "redirect_uri",
				"http://127.0.0.1:51004/callback");
		assertThat(signedIn(someone()).get("/oauth2/authorize?" + Browser.encode(request)).header("Location"))
			.startsWith("http://127.0.0.1:51004/callback?code=");
		Map<String, String> other = with(request, "redirect_uri", "http://127.0.0.1:51004/other");
		assertThat(browser().get("/oauth2/authorize?" + Browser.encode(other)).status()).isEqualTo(400);
	}

	@Test
	void unknownClientThenErrorPage() {
		Page page = browser()
			.get("/oauth2/authorize?" + Browser.encode(with(this.web.request("openid"), "client_id", "nobody")));
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.header("Location")).isEmpty();
		assertThat(page.body()).contains("<html");
	}

	@Test
	void attack29IssuerIsNamedOnSuccessAndError() {
		Browser browser = signedIn(someone());
		assertThat(browser.get(this.web.authorizeUrl("openid")).parameter("iss")).isEqualTo(NODE.issuer());
		Page error = browser.get(this.web.authorizeUrl("openid admin"));
		assertThat(error.parameter("error")).isEqualTo("invalid_scope");
		assertThat(error.parameter("iss")).isEqualTo(NODE.issuer());
		assertThat(error.status()).isEqualTo(303);
	}

	@Test
	void attack43RepeatedParameterThenBadRequest() {
		Browser browser = signedIn(someone());
		String url = this.web.authorizeUrl("openid");
		for (String more : List.of("&nonce=b", "&code_challenge=x", "&scope=openid", "&state=b", "&client_id=web",
				"&redirect_uri=x", "&prompt=none&prompt=login", "&response_type=code")) {
			Page page = browser.get(url + more);
			assertThat(page.status()).as(more).isEqualTo(400);
			assertThat(page.header("Location")).isEmpty();
		}
		String without = url.replaceAll("code_challenge=[^&]+&", "code_challenge=&code_challenge=x&");
		assertThat(browser.get(without).status()).isEqualTo(400);
	}

	@Test
	void attack43PostBeforeLoginThenResumes() {
		String email = someone();
		signedIn(email);
		Browser browser = browser();
		Map<String, String> request = this.web.request("openid");
		Page login = browser.follow(browser.post("/oauth2/authorize", request));
		assertThat(login.response().uri().getPath()).isEqualTo("/login");
		Page answer = browser.follow(this.people.signIn(browser, email));
		assertThat(answer.location()).startsWith(RelyingApp.REDIRECT_URI);
		assertThat(answer.parameter("state")).isEqualTo(request.get("state"));
		assertThat(this.web.redeem(answer.parameter("code")).status()).isEqualTo(200);
	}

	@Test
	void postWithRequestObjectOnlyThenBadRequestAndNeverAFault() {
		Browser browser = signedIn(someone());
		assertThat(browser.post("/oauth2/authorize", Map.of("client_id", "web", "request", "x")).status())
			.isEqualTo(400);
		Page page = browser
			.get("/oauth2/authorize?" + Browser.encode(with(this.web.request("openid"), "request", "x")));
		assertThat(page.parameter("error")).isEqualTo("request_not_supported");
		assertThat(browser.get("/oauth2/authorize?client_id=web&request_uri=urn:x").status()).isEqualTo(400);
	}

	@Test
	void attack38ScriptInParametersThenEscaped() {
		String script = "\"><script>alert(1)</script>";
		Browser browser = browser();
		for (String url : List.of("/oauth2/authorize?client_id=" + Browser.encode(script),
				"/oauth2/authorize?" + Browser.encode(with(this.web.request("openid"), "redirect_uri", script)),
				"/login?error=" + Browser.encode(script) + "&error_description=" + Browser.encode(script),
				"/connect/logout?id_token_hint=" + Browser.encode(script))) {
			assertThat(browser.visit(url).body()).doesNotContain("<script>");
		}
	}

}
