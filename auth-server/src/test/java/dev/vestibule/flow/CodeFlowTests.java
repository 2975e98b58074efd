package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class CodeFlowTests extends FlowTests {

	@Test
	void signUpThenProofThenTokens() throws Exception {
		String email = someone();
		Browser browser = browser();
		Page login = browser.visit(this.web.authorizeUrl("openid email profile notes.read"));
		assertThat(login.response().uri().getPath()).isEqualTo("/login");
		Page proved = this.people.signUp(browser, email);
		Page answer = browser.follow(proved);
		assertThat(answer.location()).startsWith(RelyingApp.REDIRECT_URI);
		assertThat(answer.parameter("iss")).isEqualTo(NODE.issuer());
		Page tokens = this.web.redeem(answer.parameter("code"));
		assertThat(tokens.status()).isEqualTo(200);
		assertThat(tokens.header("Cache-Control")).contains("no-store");
		JWTClaimsSet access = RelyingApp.claims(RelyingApp.field(tokens, "access_token"));
		assertThat(access.getAudience()).containsExactly(Node.API);
		assertThat(access.getStringClaim("client_id")).isEqualTo("web");
		assertThat(access.getStringClaim("scope").split(" ")).containsExactlyInAnyOrder("openid", "email", "profile",
				"notes.read");
		JWTClaimsSet id = RelyingApp.claims(RelyingApp.field(tokens, "id_token"));
		assertThat(id.getSubject()).isEqualTo(access.getSubject());
		assertThat(id.getStringClaim("email")).isEqualTo(email);
		assertThat(id.getBooleanClaim("email_verified")).isTrue();
		assertThat(id.getStringClaim("nonce")).isEqualTo("a-nonce");
		assertThat(id.getStringClaim("sid")).hasSizeGreaterThan(40);
		assertThat(id.getDateClaim("auth_time")).isNotNull();
		assertThat(id.getStringListClaim("amr")).containsExactly("otp");
		assertThat(id.getStringClaim("acr")).isEqualTo("aal1");
		assertThat(access.getStringClaim("acr")).isEqualTo("aal1");
		Page userInfo = this.web.userInfo(RelyingApp.field(tokens, "access_token"));
		assertThat(RelyingApp.field(userInfo, "email")).isEqualTo(email);
		assertThat(RelyingApp.field(userInfo, "sub")).isEqualTo(id.getSubject());
	}

	@Test
	void refreshThenSuccessorAndSameSignIn() throws Exception {
		Page first = tokens(this.web, "openid notes.read");
		Page second = this.web.refresh(RelyingApp.field(first, "refresh_token"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(RelyingApp.field(second, "refresh_token")).isNotEqualTo(RelyingApp.field(first, "refresh_token"));
		JWTClaimsSet before = RelyingApp.claims(RelyingApp.field(first, "id_token"));
		JWTClaimsSet after = RelyingApp.claims(RelyingApp.field(second, "id_token"));
		assertThat(after.getSubject()).isEqualTo(before.getSubject());
		assertThat(after.getClaim("sid")).isEqualTo(before.getClaim("sid"));
		assertThat(after.getDateClaim("auth_time")).isEqualTo(before.getDateClaim("auth_time"));
	}

	@Test
	void refreshWhenPublicClientThenRotates() {
		Page first = tokens(this.spa, "openid notes.read");
		Page second = this.spa.refresh(RelyingApp.field(first, "refresh_token"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(RelyingApp.field(second, "refresh_token")).isNotEmpty()
			.isNotEqualTo(RelyingApp.field(first, "refresh_token"));
	}

	@Test
	void refreshWhenConfidentialClientOnlyNamesItselfThenRefused() {
		Page tokens = tokens(this.web, "openid");
		Page page = new RelyingApp(NODE.url(), "web", "").refresh(RelyingApp.field(tokens, "refresh_token"));
		assertThat(page.status()).isEqualTo(401);
	}

	@Test
	void clientCredentialsThenNoRowAndAudienceOfScopes() throws Exception {
		long rows = authorizations();
		Page page = new RelyingApp(NODE.url(), "service", "service-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", "notes.read"));
		assertThat(page.status()).isEqualTo(200);
		JWTClaimsSet claims = RelyingApp.claims(RelyingApp.field(page, "access_token"));
		assertThat(claims.getSubject()).isEqualTo("service");
		assertThat(claims.getAudience()).containsExactly(Node.API);
		assertThat(authorizations()).isEqualTo(rows);
	}

	private static long authorizations() {
		return NODE.jdbc().sql("SELECT count(*) FROM oauth2_authorization").query(Long.class).single();
	}

	@Test
	void resourceWhenKnownThenAudienceElseInvalidTarget() throws Exception {
		Browser browser = signedIn(someone());
		Map<String, String> request = this.web.request("openid notes.read");
		Page unknown = browser
			.get("/oauth2/authorize?" + Browser.encode(with(request, "resource", "https://elsewhere.example.com")));
		assertThat(unknown.parameter("error")).isEqualTo("invalid_target");
		assertThat(unknown.parameter("iss")).isEqualTo(NODE.issuer());
		Page known = browser.get("/oauth2/authorize?" + Browser.encode(with(request, "resource", Node.API)));
		Page tokens = this.web.redeem(known.parameter("code"));
		assertThat(RelyingApp.claims(RelyingApp.field(tokens, "access_token")).getAudience()).containsExactly(Node.API);
		Page elsewhere = this.web.token(Map.of("grant_type", "refresh_token", "refresh_token",
				RelyingApp.field(tokens, "refresh_token"), "resource", NODE.issuer() + "/admin/api"));
		assertThat(RelyingApp.field(elsewhere, "error")).isEqualTo("invalid_target");
	}

	@Test
	void promptNoneThenNeverAPage() {
		Map<String, String> request = with(this.web.request("openid"), "prompt", "none");
		String silent = "/oauth2/authorize?" + Browser.encode(request);
		assertThat(browser().get(silent).parameter("error")).isEqualTo("login_required");
		Browser pending = browser();
		pending.submit("/signup", Map.of("email", someone(), "name", "Ann", "password", People.PASSWORD));
		Page page = pending.get(silent);
		assertThat(page.parameter("error")).isEqualTo("interaction_required");
		assertThat(page.parameter("state")).isEqualTo(request.get("state"));
		assertThat(page.parameter("iss")).isEqualTo(NODE.issuer());
		assertThat(signedIn(someone()).get(silent).parameter("code")).isNotEmpty();
	}

	@Test
	void consentThenGrantedScopesOnlyAndRemembered() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		Page consent = browser.visit(asking.authorizeUrl("openid email notes.read"));
		assertThat(consent.response().uri().getPath()).isEqualTo("/consent");
		assertThat(consent.body()).contains("Asking &lt;app&gt;", "Read your notes").doesNotContain("<app>");
		String state = Browser.queryParameter(consent.response().uri(), "state");
		Page granted = browser.post("/oauth2/authorize",
				Map.of("client_id", "asking", "state", state, "scope", "notes.read"));
		Page tokens = asking.redeem(granted.parameter("code"));
		assertThat(RelyingApp.field(tokens, "scope").split(" ")).containsExactlyInAnyOrder("openid", "notes.read");
		assertThat(browser.get(asking.authorizeUrl("openid notes.read")).parameter("code")).isNotEmpty();
		assertThat(
				browser.post("/oauth2/authorize", Map.of("client_id", "asking", "state", state, "scope", "notes.read"))
					.status())
			.isEqualTo(400);
	}

	@Test
	void consentWhenKoreanThenScopesInKoreanAndWhoOneIsBeforeWhatMayBeDone() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		String url = browser.get(asking.authorizeUrl("notes.write email notes.read profile openid")).location();
		assertThat(browser.get(url, "Accept-Language", "ko-KR,ko;q=0.9").body()).containsSubsequence("로그인할 때 본인 확인",
				"이름 보기", "이메일 주소 보기", "내 메모 보기", "Write notes");
		assertThat(browser.get(url, "Accept-Language", "fr").body()).containsSubsequence("Know who you are",
				"See your name", "See your e-mail address", "Read your notes", "Write notes");
	}

	@Test
	void attack31WhenConsentIsFromAnotherSiteThenForbidden() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		Page consent = browser.visit(asking.authorizeUrl("openid notes.read"));
		String state = Browser.queryParameter(consent.response().uri(), "state");
		Map<String, String> form = Map.of("client_id", "asking", "state", state, "scope", "notes.read");
		assertThat(browser.post("/oauth2/authorize", form, "Origin", "https://evil.example").status()).isEqualTo(403);
		assertThat(browser.post("/oauth2/authorize", form, "Origin", NODE.issuer()).parameter("code")).isNotEmpty();
	}

	@Test
	void logoutThenSessionEndsAndPersonIsSentBack() {
		Browser browser = signedIn(someone());
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		Page out = browser
			.get("/connect/logout?" + Browser.encode(Map.of("id_token_hint", RelyingApp.field(tokens, "id_token"),
					"post_logout_redirect_uri", "https://app.example.com/", "state", "s 1")));
		assertThat(out.location()).isEqualTo("https://app.example.com/?state=s%201");
		assertThat(browser.get(this.web.authorizeUrl("openid")).location()).endsWith("/login");
		Page elsewhere = browser.get("/connect/logout?" + Browser.encode(Map.of("id_token_hint",
				RelyingApp.field(tokens, "id_token"), "post_logout_redirect_uri", "https://evil.example/")));
		assertThat(elsewhere.status()).isEqualTo(400);
	}

	@Test
	void revokeThenInactiveEverywhere() {
		Page tokens = tokens(this.web, "openid notes.read");
		String access = RelyingApp.field(tokens, "access_token");
		assertThat(introspect(this.web, access).get("active").asBoolean()).isTrue();
		assertThat(this.web.post("/oauth2/revoke", Map.of("token", access)).status()).isEqualTo(200);
		assertThat(introspect(this.web, access).get("active").asBoolean()).isFalse();
		assertThat(this.web.userInfo(access).status()).isEqualTo(401);
		String refresh = RelyingApp.field(tokens, "refresh_token");
		assertThat(this.web.post("/oauth2/revoke", Map.of("token", refresh)).status()).isEqualTo(200);
		assertInvalidGrant(this.web.refresh(refresh));
	}

	static JsonNode introspect(RelyingApp app, String token) {
		return RelyingApp.json(app.post("/oauth2/introspect", Map.of("token", token)));
	}

	static String subject(Page tokens) {
		return RelyingApp.claims(RelyingApp.field(tokens, "id_token")).getSubject();
	}

	@Test
	void discoverySaysWhatIsThereAndNothingElse() {
		for (String document : List.of("openid-configuration", "oauth-authorization-server")) {
			JsonNode metadata = RelyingApp.json(browser().get("/.well-known/" + document));
			assertThat(metadata.get("issuer").asString()).isEqualTo(NODE.issuer());
			assertThat(metadata.get("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
			assertThat(metadata.get("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
			assertThat(metadata.get("grant_types_supported").toString()).doesNotContain("token-exchange", "device");
			assertThat(metadata.get("token_endpoint_auth_methods_supported").toString())
				.doesNotContain("client_secret_jwt", "tls");
			assertThat(metadata.has("pushed_authorization_request_endpoint")).isFalse();
			assertThat(metadata.has("device_authorization_endpoint")).isFalse();
			assertThat(metadata.has("registration_endpoint")).isFalse();
			for (String endpoint : List.of("token_endpoint", "jwks_uri", "revocation_endpoint")) {
				String path = metadata.get(endpoint).asString().substring(NODE.issuer().length());
				assertThat(browser().get(path).status()).as(path).isNotEqualTo(404);
			}
		}
		for (String absent : List.of("/oauth2/par", "/oauth2/device_authorization", "/oauth2/register",
				"/connect/register")) {
			assertThat(browser().post(absent, Map.of()).status()).as(absent).isIn(403, 404);
		}
	}

	@Test
	void clientEndpointsHaveNoSession() {
		for (String path : List.of("/.well-known/openid-configuration", "/oauth2/jwks", "/userinfo")) {
			Browser browser = browser();
			browser.get(path);
			assertThat(browser.cookies()).as(path).isEmpty();
		}
		Page page = this.web.redeem("none");
		assertThat(page.response().headers().allValues("Set-Cookie")).isEmpty();
	}

}
