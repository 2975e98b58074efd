package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PersonAuthentication;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.freshness.Versions;
import dev.vestibule.session.TestSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.core.context.SecurityContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is malformed, stale or foreign gets a clear answer, and never a fault of the
 * server.
 */
class ProtocolFaultsTests extends FlowTests {

	@ParameterizedTest
	@ValueSource(strings = { "grant_type=authorization_code&client_id=spa&code=a&code=b&code_verifier=x",
			"grant_type=authorization_code&client_id=spa&code=a&code_verifier=x&code_verifier=y",
			"grant_type=refresh_token&client_id=spa&refresh_token=a%00",
			"grant_type=refresh_token&client_id=s%00&refresh_token=a",
			"grant_type=refresh_token&client_id=spa&refresh_token=a&resource=%00",
			"grant_type=refresh_token&client_id=spa&refresh_token=a&dpop_proof=x" })
	void tokenRequestWhenMalformedThenInvalidRequest(String form) {
		Page page = browser().post("/oauth2/token", form);
		assertThat(page.status()).isEqualTo(400);
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_request");
	}

	@Test
	void tokenRequestWhenProofOfPossessionThenRefused() {
		Page page = browser().post("/oauth2/token", "grant_type=refresh_token&client_id=spa&refresh_token=a", "DPoP",
				"x");
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_request");
	}

	@Test
	void tokenRequestWhenClientIdHasNulThenRefused() {
		assertThat(new RelyingApp(NODE.url(), "we%00b", "web-secret").refresh("x").status()).isIn(400, 401);
	}

	@Test
	void authorizeWhenClientHasNoRedirectUriThenErrorPage() {
		assertThat(browser().get("/oauth2/authorize?response_type=code&client_id=service").status()).isEqualTo(400);
	}

	@Test
	void authorizeWhenPromptIsRepeatedWithinThenNoFault() {
		String url = "/oauth2/authorize?" + Browser.encode(with(this.web.request("openid"), "prompt", "login login"));
		assertThat(browser().get(url).location()).isEqualTo(NODE.issuer() + "/login");
	}

	@Test
	void refreshWhenClientLostAScopeThenTokenLacksIt() {
		Page tokens = tokens(this.spa, "openid notes.read");
		NODE.jdbc().sql("UPDATE client SET scopes = '{openid}' WHERE client_id = 'spa'").update();
		NODE.bean(Versions.class).changed();
		try {
			Page refreshed = this.spa.refresh(RelyingApp.field(tokens, "refresh_token"));
			assertThat(RelyingApp.field(refreshed, "scope")).isEqualTo("openid");
		}
		finally {
			NODE.jdbc()
				.sql("UPDATE client SET scopes = '{openid,profile,email,notes.read}' WHERE client_id = 'spa'")
				.update();
			NODE.bean(Versions.class).changed();
		}
	}

	@Test
	void consentWhenOldThenRefused() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		String state = Browser.queryParameter(browser.visit(asking.authorizeUrl("openid notes.read")).response().uri(),
				"state");
		NODE.jdbc()
			.sql("UPDATE oauth2_authorization SET created_at = now() - interval '61 minutes' WHERE consent_state_hash IS NOT NULL")
			.update();
		Page page = browser.post("/oauth2/authorize",
				Map.of("client_id", "asking", "state", state, "scope", "notes.read"));
		assertThat(page.status()).isEqualTo(400);
	}

	@Test
	void promptLoginThenSignInIsDemandedAndResumes() throws Exception {
		String email = someone();
		Browser browser = signedIn(email);
		for (String demand : List.of("prompt=login", "max_age=60")) {
			age(email);
			String url = this.web.authorizeUrl("openid") + "&" + demand;
			assertThat(browser.get(url).location()).isEqualTo(NODE.issuer() + "/login");
			assertThat(browser.get(this.web.authorizeUrl("openid") + "&prompt=none&max_age=60").parameter("error"))
				.isEqualTo("login_required");
			Page answer = browser.follow(this.people.signIn(browser, email));
			assertThat(answer.parameter("code")).as(demand).isNotEmpty();
		}
		assertThat(browser.get(this.web.authorizeUrl("openid") + "&max_age=3600").parameter("code")).isNotEmpty();
	}

	// The sign-in in the account's session becomes one of ten minutes ago.
	private static void age(String email) {
		String session = "FROM browser_session WHERE principal = (SELECT id::text FROM account WHERE email = ?)";
		String stored = NODE.jdbc()
			.sql("SELECT attributes ->> 'SPRING_SECURITY_CONTEXT' " + session)
			.param(email)
			.query(String.class)
			.single();
		SecurityContext context = (SecurityContext) TestSessions.read(stored);
		AccountPrincipal now = (AccountPrincipal) context.getAuthentication().getPrincipal();
		context.setAuthentication(PersonAuthentication.of(new AccountPrincipal(now.accountId(), now.credentialEpoch(),
				now.authenticatedAt().minusSeconds(600), now.sessionId(), now.methods())));
		NODE.jdbc().sql("""
				UPDATE browser_session
				SET attributes = attributes || jsonb_build_object('SPRING_SECURITY_CONTEXT', ?::text)
				WHERE principal = (SELECT id::text FROM account WHERE email = ?)
				""").params(TestSessions.write(context), email).update();
	}

	@Test
	void promptConsentThenAskedAgain() {
		Browser browser = signedIn(someone());
		Page page = browser.visit(this.web.authorizeUrl("openid notes.read") + "&prompt=consent");
		assertThat(page.response().uri().getPath()).isEqualTo("/consent");
	}

	@Test
	void consentWhenRefusedThenEarlierGrantStands() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		String state = Browser.queryParameter(browser.visit(asking.authorizeUrl("openid notes.read")).response().uri(),
				"state");
		browser.post("/oauth2/authorize", Map.of("client_id", "asking", "state", state, "scope", "notes.read"));
		String second = Browser
			.queryParameter(browser.visit(asking.authorizeUrl("openid notes.write")).response().uri(), "state");
		Page refused = browser.post("/oauth2/authorize",
				Map.of("client_id", "asking", "state", second, "deny", "true"));
		assertThat(refused.parameter("error")).isEqualTo("access_denied");
		assertThat(refused.parameter("iss")).isEqualTo(NODE.issuer());
		assertThat(browser.get(asking.authorizeUrl("openid notes.read")).parameter("code")).isNotEmpty();
	}

	@Test
	void consentWhenPutWithoutTokenThenStillSignedIn() {
		Browser browser = signedIn(someone());
		assertThat(browser.post("/consent", Map.of()).status()).isEqualTo(403);
		assertThat(browser.get(this.web.authorizeUrl("openid")).parameter("code")).isNotEmpty();
	}

	@Test
	void attack31PostFromAnotherSiteThenNoCookieIsSet() {
		for (String path : List.of("/login", "/signup", "/verify", "/logout", "/oauth2/authorize", "/connect/logout")) {
			Page page = browser().post(path, Map.of("username", "a", "password", "b"), "Origin",
					"https://evil.example");
			assertThat(page.status()).as(path).isEqualTo(403);
			assertThat(page.response().headers().allValues("Set-Cookie")).as(path).isEmpty();
		}
	}

	@Test
	void authorizeWhenPostedFromTheClientsSiteThenEqualGetAndSessionStands() {
		Browser browser = signedIn(someone());
		Map<String, String> request = this.web.request("openid");
		Page page = new Browser(NODE.url()).post("/oauth2/authorize", request, "Origin", "https://app.example.com");
		assertThat(page.status()).isEqualTo(303);
		assertThat(page.response().headers().allValues("Set-Cookie")).isEmpty();
		Page answer = browser.get(page.location());
		assertThat(answer.parameter("code")).isNotEmpty();
		assertThat(answer.parameter("state")).isEqualTo(request.get("state"));
	}

	@Test
	void userInfoWhenRefusedThenNothingOfTheHostHeader() {
		Page page = this.web.userInfo("x");
		assertThat(page.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
	}

	@Test
	void userInfoWhenDatabaseFailsThenNotTheTokensFault() {
		Page tokens = tokens(this.web, "openid");
		NODE.jdbc().sql("ALTER TABLE oauth2_authorization RENAME TO elsewhere").update();
		try {
			assertThat(this.web.userInfo(RelyingApp.field(tokens, "access_token")).status())
				.isGreaterThanOrEqualTo(500);
		}
		finally {
			NODE.jdbc().sql("ALTER TABLE elsewhere RENAME TO oauth2_authorization").update();
		}
	}

	@Test
	void tokenRequestWhenResourceIsNotOfTheScopesThenInvalidTarget() {
		Page tokens = tokens(this.web, "openid notes.read");
		Page page = this.web.token(Map.of("grant_type", "refresh_token", "refresh_token",
				RelyingApp.field(tokens, "refresh_token"), "resource", NODE.issuer() + "/admin/api"));
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_target");
	}

}
