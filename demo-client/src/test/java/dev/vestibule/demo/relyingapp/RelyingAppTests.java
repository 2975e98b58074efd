package dev.vestibule.demo.relyingapp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Objects;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.demo.StubIssuer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * The stub is the authorization server, and answers for the API too, so that each of its
 * answers can be tried.
 */
@SpringBootTest
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class RelyingAppTests {

	private static final StubIssuer issuer = new StubIssuer();

	@Autowired
	private MockMvcTester mvc;

	private final MockHttpSession session = new MockHttpSession();

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry settings) {
		settings.add("demo.issuer", issuer::issuer);
		settings.add("demo.base-url", issuer::issuer);
	}

	@BeforeEach
	void forget() {
		issuer.requests.clear();
		issuer.authorizations.clear();
		issuer.answer("/api/notes", 200, "[]");
	}

	@Test
	void homeWhenAnonymousThenPublicWithoutASession() {
		MvcTestResult answer = get("/");
		assertThat(answer).hasStatusOk().bodyText().contains("Log in");
		assertThat(answer.getRequest().getSession(false)).isSameAs(this.session);
		assertThat(this.session.getAttributeNames().hasMoreElements()).isFalse();
	}

	@Test
	void loginWhenBegunThenCodeWithPkceNonceAndResource() {
		assertThat(get("/profile")).hasRedirectedUrl("/oauth2/authorization/vestibule");
		Map<String, String> request = beginLogin();
		assertThat(request).containsEntry("response_type", "code")
			.containsEntry("client_id", "demo-client")
			.containsEntry("scope", "openid profile email notes.read notes.write")
			.containsEntry("redirect_uri", issuer.issuer() + "/login/oauth2/code/vestibule")
			.containsEntry("code_challenge_method", "S256")
			.containsEntry("resource", issuer.issuer() + "/api")
			.containsKeys("code_challenge", "state", "nonce");
	}

	@Test
	void loginWhenCompletedThenProfileShowsClaimsAndToken() {
		String before = this.session.getId();
		assertThat(logIn()).hasRedirectedUrl("/profile");
		assertThat(this.session.getId()).isNotEqualTo(before);
		assertThat(issuer.requests)
			.anyMatch((request) -> request.startsWith("POST /oauth2/token grant_type=authorization_code")
					&& request.contains("code_verifier="));
		assertThat(issuer.authorizations).contains("Basic " + base64("demo-client:demo-secret"));
		assertThat(get("/profile")).hasStatusOk()
			.bodyText()
			.contains("ada@example.com", "email_verified", "at+jwt", "notes.write");
	}

	@Test
	void attack29ForeignIssuerThenStopped() {
		Map<String, String> request = beginLogin();
		assertStopped(request, "https://evil.example");
	}

	@Test
	void attack29IssuerWithASlashThenStopped() {
		assertStopped(beginLogin(), issuer.issuer() + "/");
	}

	@Test
	void attack29NoIssuerThenStopped() {
		assertStopped(beginLogin());
	}

	@Test
	void attack29IssuerTwiceThenStopped() {
		assertStopped(beginLogin(), issuer.issuer(), "https://evil.example");
	}

	@Test
	void attack29ForeignIssuerOfAnErrorThenStopped() {
		Map<String, String> request = beginLogin();
		assertThat(this.mvc.get()
			.uri("/login/oauth2/code/vestibule")
			.param("error", "access_denied")
			.param("state", request.get("state"))
			.param("iss", "https://evil.example")
			.session(this.session)).hasRedirectedUrl("/login/failed?reason=issuer");
	}

	@ParameterizedTest
	@CsvSource({ "access_denied,denied", "temporarily_unavailable,unavailable", "server_error,unavailable",
			"invalid_scope,failed" })
	void loginWhenRefusedThenSaidInPlainWords(String error, String reason) {
		Map<String, String> request = beginLogin();
		assertThat(this.mvc.get()
			.uri("/login/oauth2/code/vestibule")
			.param("error", error)
			.param("state", request.get("state"))
			.param("iss", issuer.issuer())
			.session(this.session)).hasRedirectedUrl("/login/failed?reason=" + reason);
		assertThat(get("/login/failed?reason=" + reason)).hasStatusOk().bodyText().contains("You are not logged in");
	}

	@Test
	void loginWhenNeverBegunThenBeginAgain() {
		assertThat(this.mvc.get()
			.uri("/login/oauth2/code/vestibule")
			.param("code", "stolen")
			.param("state", "made-up")
			.param("iss", issuer.issuer())).hasRedirectedUrl("/login/failed?reason=expired");
	}

	@Test
	void loginWhenNonceWrongThenFails() {
		Map<String, String> request = beginLogin();
		answerTokens(idToken("another"));
		assertThat(callback(request, issuer.issuer())).hasRedirectedUrl("/login/failed?reason=failed");
	}

	@Test
	void loginWhenIdTokenOfAnotherIssuerThenFails() {
		Map<String, String> request = beginLogin();
		answerTokens(idToken(request.get("nonce")).issuer("https://evil.example"));
		assertThat(callback(request, issuer.issuer())).hasRedirectedUrl("/login/failed?reason=failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "denied", "expired", "failed", "issuer", "unavailable", "made-up", "<script>" })
	void loginFailedPageWhenAnyReasonThenRenders(String reason) {
		assertThat(this.mvc.get().uri("/login/failed").param("reason", reason)).hasStatusOk()
			.bodyText()
			.doesNotContain("<script>", "??");
	}

	@Test
	void logoutThenThereToo() {
		logIn();
		assertThat(this.mvc.post().uri("/logout").session(this.session)).hasStatus(403);
		MvcTestResult answer = this.mvc.post().uri("/logout").session(this.session).with(csrf()).exchange();
		assertThat(answer).hasStatus(302);
		assertThat(answer.getResponse().getRedirectedUrl())
			.startsWith(issuer.issuer() + "/connect/logout?id_token_hint=ey")
			.endsWith("&post_logout_redirect_uri=" + issuer.issuer() + "/");
		assertThat(this.session.isInvalid()).isTrue();
	}

	@Test
	void notesWhenAnonymousThenLogin() {
		assertThat(get("/notes")).hasRedirectedUrl("/oauth2/authorization/vestibule");
	}

	@Test
	void notesWhenListedThenEscapedAndWithTheUsersToken() {
		logIn();
		issuer.answer("/api/notes", 200, "[{\"text\": \"<b>buy tea</b>\", \"createdAt\": \"2026-11-01T00:00:00Z\"}]");
		issuer.authorizations.clear();
		assertThat(get("/notes")).hasStatusOk().bodyText().contains("&lt;b&gt;buy tea&lt;/b&gt;");
		assertThat(issuer.authorizations).singleElement().asString().startsWith("Bearer ey");
	}

	@Test
	void notesWhenAddedThenPostedToTheApi() {
		logIn();
		assertThat(this.mvc.post().uri("/notes").param("text", "차 사기").session(this.session)).hasStatus(403);
		assertThat(add("차 사기")).hasRedirectedUrl("/notes");
		assertThat(issuer.requests).contains("POST /api/notes {\"text\":\"차 사기\"}");
	}

	@Test
	void notesWhenTextRefusedThenPageSaysSoAndKeepsIt() {
		logIn();
		issuer.answer("/api/notes", 400, "{}");
		assertThat(add("too long")).hasStatusOk().bodyText().contains("between 1 and 500", "value=\"too long\"");
	}

	@ParameterizedTest
	@CsvSource({ "403,You did not allow", "500,does not answer", "503,does not answer" })
	void notesWhenApiRefusesThenPageSaysWhy(int status, String text) {
		logIn();
		issuer.answer("/api/notes", status, "");
		assertThat(get("/notes")).hasStatusOk().bodyText().contains(text);
	}

	@Test
	void notesWhenTokenRefusedThenNextVisitLogsIn() {
		logIn();
		issuer.answer("/api/notes", 401, "");
		assertThat(get("/notes")).hasStatusOk().bodyText().contains("did not accept the access token");
		MvcTestResult next = get("/notes");
		assertThat(next).hasStatus(302);
		assertThat(next.getResponse().getRedirectedUrl()).startsWith(issuer.issuer() + "/oauth2/authorize?");
	}

	@Test
	void notesWhenTokenExpiredThenRefreshed() {
		logIn(0);
		answerTokens(idToken(null));
		assertThat(get("/notes")).hasStatusOk();
		assertThat(issuer.requests).contains("POST /oauth2/token grant_type=refresh_token&refresh_token=refresh-1");
	}

	@Test
	void notesWhenRefreshRefusedThenPageOffersLogin() {
		logIn(0);
		issuer.answer("/oauth2/token", 400, "{\"error\": \"invalid_grant\"}");
		assertThat(get("/notes")).hasStatusOk().bodyText().contains("Log in again");
	}

	@Test
	void pagesWhenKoreanThenKorean() {
		for (String path : new String[] { "/", "/login/failed", "/spa" }) {
			assertThat(this.mvc.get().uri(path).header("Accept-Language", "ko-KR,ko;q=0.9")).hasStatusOk()
				.bodyText()
				.contains("lang=\"ko\"", "로그인")
				.doesNotContain("??");
			assertThat(this.mvc.get().uri(path).header("Accept-Language", "fr")).bodyText().contains("lang=\"en\"");
		}
	}

	@Test
	void pagesThenSecurityHeaders() {
		MvcTestResult answer = get("/");
		assertThat(answer.getResponse().getHeader("Content-Security-Policy")).contains("default-src 'none'",
				"frame-ancestors 'none'");
		assertThat(answer).hasHeader("X-Content-Type-Options", "nosniff").hasHeader("Referrer-Policy", "same-origin");
	}

	private void assertStopped(Map<String, String> request, String... iss) {
		answerTokens(idToken(request.get("nonce")));
		assertThat(callback(request, iss)).hasRedirectedUrl("/login/failed?reason=issuer");
		assertThat(issuer.requests).noneMatch((sent) -> sent.contains("/oauth2/token"));
		assertThat(get("/profile")).hasRedirectedUrl("/oauth2/authorization/vestibule");
	}

	private MvcTestResult logIn() {
		return logIn(300);
	}

	private MvcTestResult logIn(int expiresIn) {
		Map<String, String> request = beginLogin();
		answerTokens(idToken(request.get("nonce")), expiresIn);
		return callback(request, issuer.issuer());
	}

	private Map<String, String> beginLogin() {
		MvcTestResult answer = get("/oauth2/authorization/vestibule");
		String location = Objects.requireNonNull(answer.getResponse().getRedirectedUrl());
		assertThat(location).startsWith(issuer.issuer() + "/oauth2/authorize?");
		Map<String, String> parameters = UriComponentsBuilder.fromUri(URI.create(location))
			.build()
			.getQueryParams()
			.toSingleValueMap();
		parameters.replaceAll((name, value) -> URLDecoder.decode(value, StandardCharsets.UTF_8));
		return parameters;
	}

	private MvcTestResult callback(Map<String, String> request, String... iss) {
		return this.mvc.get()
			.uri("/login/oauth2/code/vestibule")
			.param("code", "code-1")
			.param("state", request.get("state"))
			.param("iss", iss)
			.session(this.session)
			.exchange();
	}

	private MvcTestResult get(String uri) {
		return this.mvc.get().uri(uri).session(this.session).exchange();
	}

	private MvcTestResult add(String text) {
		return this.mvc.post().uri("/notes").param("text", text).session(this.session).with(csrf()).exchange();
	}

	private void answerTokens(JWTClaimsSet.Builder idToken) {
		answerTokens(idToken, 300);
	}

	private void answerTokens(JWTClaimsSet.Builder idToken, int expiresIn) {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID("rsa-1").build();
		issuer.answer("/oauth2/token", 200, """
				{"token_type": "Bearer", "expires_in": %d, "refresh_token": "refresh-1", "access_token": "%s",
				"id_token": "%s", "scope": "openid profile email notes.read notes.write"}""".formatted(expiresIn,
				issuer.sign(issuer.accessToken()), StubIssuer.sign(header, idToken, issuer.rsaKey)));
	}

	private static JWTClaimsSet.Builder idToken(@Nullable String nonce) {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer(issuer.issuer())
			.subject("ada")
			.audience("demo-client")
			.claim("nonce", nonce)
			.claim("email", "ada@example.com")
			.claim("email_verified", true)
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)));
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
