package dev.vestibule.federation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import dev.vestibule.LogRecorder;
import dev.vestibule.TestDatabase;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.TestUpstream.Handler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.web.SpringJUnitWebConfig;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

@SpringJUnitWebConfig
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class FederatedLoginTests {

	private static final TestUpstream upstream = new TestUpstream();

	private static final String GOOGLE_TOKEN = "/google/token";

	private final MockHttpSession session = new MockHttpSession();

	private MockMvc mvc;

	@Autowired
	private RecordedSignIn signIn;

	@Autowired
	private Providers providers;

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry registry) {
		registry.add("vestibule.issuer", () -> "https://login.example.com");
		registry.add("vestibule.keyring.keys", () -> "test:" + "A".repeat(43));
		registry.add("vestibule.outbound.allowed-hosts", () -> "127.0.0.1");
		for (String provider : List.of("google", "facebook")) {
			registry.add("vestibule.providers." + provider + ".client-id", () -> TestUpstream.CLIENT_ID);
			registry.add("vestibule.providers." + provider + ".client-secret", () -> TestUpstream.CLIENT_SECRET);
		}
		registry.add("vestibule.providers.google.issuer-uri", upstream::issuer);
		registry.add("vestibule.providers.facebook.web-uri", () -> upstream.url() + "/facebook");
		registry.add("vestibule.providers.facebook.graph-uri", () -> upstream.url() + "/facebook");
	}

	@AfterAll
	static void stop() {
		upstream.close();
	}

	@BeforeEach
	void start(@Autowired WebApplicationContext context) {
		upstream.reset();
		this.signIn.user = null;
		this.signIn.failures.clear();
		this.mvc = MockMvcBuilders.webAppContextSetup(context)
			.addFilters(context.getBean("springSecurityFilterChain", Filter.class))
			.build();
	}

	@Test
	void listWhenConfiguredThenBoth() {
		assertThat(this.providers.list()).containsExactly(new ProviderLink("google", "Google", "google"),
				new ProviderLink("facebook", "Facebook", "facebook"));
	}

	@Test
	void googleWhenConsentedThenSignedIn() throws Exception {
		this.session.setAttribute("saved request", "kept");
		login("google");
		assertThat(this.signIn.user)
			.isEqualTo(new FederatedUser(new FederatedIdentity("google", upstream.issuer(), TestUpstream.SUBJECT),
					"Google", new EmailAddress("ann@gmail.com"), true, "Ann Example"));
		assertThat(upstream.asked("client_id")).isEqualTo(TestUpstream.CLIENT_ID);
		assertThat(upstream.asked("scope").split(" ")).containsExactlyInAnyOrder("openid", "email", "profile");
		assertThat(upstream.calls("/google/userinfo")).isZero();
		assertThat(this.session.getAttribute("saved request")).isEqualTo("kept");
	}

	@Test
	void googleWhenSignedInThenNothingOfTheirsIsKept() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		assertSessionDoesNotHold(upstream.asked("state"), upstream.asked("nonce"), upstream.asked("code_challenge"));
		callback("google", answer);
		assertThat(this.signIn.user).isNotNull();
		assertThat(this.signIn.authentication).isNull();
		assertSessionDoesNotHold(upstream.asked("state"), TestUpstream.SUBJECT, "ya29");
	}

	private void assertSessionDoesNotHold(String... secrets) {
		List<String> names = Collections.list(this.session.getAttributeNames());
		assertThat(names).isNotEmpty()
			.allSatisfy((name) -> assertThat(String.valueOf(this.session.getAttribute(name))).doesNotContain(secrets));
	}

	@Test
	@DirtiesContext(methodMode = DirtiesContext.MethodMode.BEFORE_METHOD)
	void googleWhenLoggedInAgainThenMetadataAndKeysAreRemembered() throws Exception {
		login("google");
		login("google");
		assertThat(this.signIn.user).isNotNull();
		assertThat(upstream.calls("/google/.well-known/openid-configuration")).isOne();
		assertThat(upstream.calls("/google/jwks")).isOne();
	}

	@Test
	void googleWhenLegacyIssuerThenSameIdentity() throws Exception {
		upstream.claims((claims) -> claims.issuer(upstream.issuer().substring("http://".length())));
		login("google");
		assertThat(user().identity().authority()).isEqualTo(upstream.issuer());
	}

	@Test
	void googleWhenHostedDomainThenTrusted() throws Exception {
		upstream.claims((claims) -> claims.claim("email", "Ann@Example.com").claim("hd", "example.com"));
		login("google");
		assertThat(user().email()).isEqualTo(new EmailAddress("ann@example.com"));
		assertThat(user().emailTrusted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann@example.com", "ann@gmail.com.example.com", "ann@notgmail.com" })
	void googleWhenNotAuthoritativeThenNotTrusted(String email) throws Exception {
		upstream.claims((claims) -> claims.claim("email", email));
		login("google");
		assertThat(user().email()).isEqualTo(new EmailAddress(email));
		assertThat(user().emailTrusted()).isFalse();
	}

	static Stream<Arguments> notVerified() {
		return Stream.of(Arguments.of(Named.of("absent", null)), Arguments.of(Boolean.FALSE), Arguments.of("false"),
				Arguments.of("true"), Arguments.of(1));
	}

	@ParameterizedTest
	@MethodSource("notVerified")
	void attack3WhenVerifiedIsNotTheBooleanTrueThenNotTrusted(@Nullable Object verified) throws Exception {
		upstream.claims((claims) -> claims.claim("email_verified", verified).claim("hd", "gmail.com"));
		login("google");
		assertThat(user().email()).isEqualTo(new EmailAddress("ann@gmail.com"));
		assertThat(user().emailTrusted()).isFalse();
	}

	@Test
	void attack3WhenFacebookSaysVerifiedThenNotTrusted() throws Exception {
		upstream.on("/facebook/v26.0/me", (exchange) -> upstream.facebookMe(exchange,
				"{\"id\":\"10158\",\"name\":\"Ann\",\"email\":\"ann@gmail.com\",\"email_verified\":true,\"verified\":true}"));
		login("facebook");
		assertThat(user().emailTrusted()).isFalse();
	}

	@Test
	void googleWhenNoAddressThenNull() throws Exception {
		upstream.claims((claims) -> claims.claim("email", null));
		login("google");
		assertThat(user().email()).isNull();
		assertThat(user().emailTrusted()).isFalse();
	}

	static Stream<Named<Consumer<JWTClaimsSet.Builder>>> wrongClaims() {
		return Stream.of(Named.of("nonce missing", (claims) -> claims.claim("nonce", null)),
				Named.of("nonce wrong", (claims) -> claims.claim("nonce", "another")),
				Named.of("aud wrong", (claims) -> claims.audience("another-client")),
				Named.of("aud missing", (claims) -> claims.audience((String) null)),
				Named.of("azp another's", (claims) -> claims.claim("azp", "another-client")),
				Named.of("aud of several without azp",
						(claims) -> claims.audience(List.of(TestUpstream.CLIENT_ID, "another")).claim("azp", null)),
				Named.of("iss wrong", (claims) -> claims.issuer("https://accounts.google.com")),
				Named.of("iss missing", (claims) -> claims.issuer(null)),
				Named.of("iss no address", (claims) -> claims.issuer("google")),
				Named.of("sub missing", (claims) -> claims.subject(null)),
				Named.of("sub too long", (claims) -> claims.subject("1".repeat(256))),
				Named.of("expired", (claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
				Named.of("exp missing", (claims) -> claims.expirationTime(null)),
				Named.of("at_hash of another token", (claims) -> claims.claim("at_hash", "77QmUPtjPfzWtF2AnpK9RQ")));
	}

	@ParameterizedTest
	@MethodSource("wrongClaims")
	void attack28WhenClaimsWrongThenLoginFails(Consumer<JWTClaimsSet.Builder> wrong) throws Exception {
		upstream.claims(wrong);
		login("google");
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@Test
	void attack28WhenKeyWrongThenLoginFails() throws Exception {
		upstream.signWithForeignKey();
		login("google");
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not a token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "42" })
	void attack28WhenIdTokenIsNoneThenLoginFails(String token) throws Exception {
		String json = token.equals("42") ? token : "\"" + token + "\"";
		upstream.on(GOOGLE_TOKEN, (exchange) -> TestUpstream.json(exchange, 200,
				"{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":" + json + "}"));
		login("google");
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@Test
	void facebookWhenConsentedThenSignedIn() throws Exception {
		String location = begin("facebook");
		assertThat(location).startsWith(upstream.url() + "/facebook/v26.0/dialog/oauth?");
		callback("facebook", upstream.consent(location));
		assertThat(this.signIn.user)
			.isEqualTo(new FederatedUser(new FederatedIdentity("facebook", TestUpstream.CLIENT_ID, "10158"), "Facebook",
					new EmailAddress("ann@example.com"), false, "Ann Example"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"10158\",\"name\":\"Ann\"}", "{\"id\":\"10158\",\"email\":\"not an address\"}",
			"{\"id\":\"10158\",\"email\":null}" })
	void facebookWhenNoAddressThenNull(String person) throws Exception {
		upstream.on("/facebook/v26.0/me", (exchange) -> upstream.facebookMe(exchange, person));
		login("facebook");
		assertThat(user().email()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"id\":10158.5}", "{\"id\":true}", "[]", "null", "" })
	void facebookWhenAnswerSaysNobodyThenUnavailable(String person) throws Exception {
		upstream.on("/facebook/v26.0/me", (exchange) -> upstream.facebookMe(exchange, person));
		login("facebook");
		assertFailed(FederatedFailure.UNAVAILABLE, "facebook");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/facebook/v26.0/me", "/facebook/v26.0/oauth/access_token" })
	void facebookWhenErrorIsNestedThenFailed(String path) throws Exception {
		upstream.on(path, (exchange) -> TestUpstream.json(exchange, 400, """
				{"error":{"message":"Error validating access token","type":"OAuthException","code":190,
				 "fbtrace_id":"A1"}}"""));
		login("facebook");
		assertFailed(FederatedFailure.FAILED, "facebook");
	}

	@Test
	void facebookWhenErrorIsTransientThenUnavailable() throws Exception {
		upstream.on("/facebook/v26.0/me", (exchange) -> TestUpstream.json(exchange, 400, """
				{"error":{"message":"An unexpected error has occurred","type":"OAuthException","is_transient":true,
				 "code":2,"fbtrace_id":"A1"}}"""));
		login("facebook");
		assertFailed(FederatedFailure.UNAVAILABLE, "facebook");
	}

	@Test
	void facebookWhenCancelledThenCancelled() throws Exception {
		upstream.consent(begin("facebook"));
		callback("facebook", Map.of("error", "access_denied", "error_code", "200", "error_description",
				"Permissions error", "error_reason", "user_denied", "state", upstream.asked("state")));
		assertFailed(FederatedFailure.CANCELLED, "facebook");
	}

	@Test
	void googleWhenCancelledThenCancelled() throws Exception {
		upstream.consent(begin("google"));
		callback("google", Map.of("error", "access_denied", "state", upstream.asked("state")));
		assertFailed(FederatedFailure.CANCELLED, "google");
	}

	@Test
	void googleWhenItReportsTroubleThenUnavailable() throws Exception {
		upstream.consent(begin("google"));
		callback("google", Map.of("error", "temporarily_unavailable", "state", upstream.asked("state")));
		assertFailed(FederatedFailure.UNAVAILABLE, "google");
	}

	@Test
	void attack18WhenHostIsForeignThenRedirectUriIsOurs() throws Exception {
		upstream.consent(begin(get("/oauth2/authorization/google").with((request) -> {
			request.setServerName("evil.example");
			request.setScheme("http");
			request.addHeader("Host", "evil.example");
			request.addHeader("X-Forwarded-Host", "evil.example");
			request.addHeader("Forwarded", "host=evil.example");
			return request;
		})));
		assertThat(upstream.asked("redirect_uri")).isEqualTo("https://login.example.com/login/oauth2/code/google");
	}

	@Test
	void callbackWhenStateUnknownThenFailed() throws Exception {
		begin("google");
		callback("google", Map.of("code", "x", "state", "another"));
		assertFailed(FederatedFailure.FAILED, "google");
		assertThat(upstream.calls(GOOGLE_TOKEN)).isZero();
	}

	@Test
	void callbackWhenBegunInAnotherBrowserThenFailed() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		MockHttpServletRequestBuilder request = get("/login/oauth2/code/google").session(new MockHttpSession());
		answer.forEach(request::param);
		this.mvc.perform(request);
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@Test
	void callbackWhenRepeatedThenOnlyTheFirstCounts() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		callback("google", answer);
		assertThat(this.signIn.user).isNotNull();
		callback("google", answer);
		assertFailed(FederatedFailure.FAILED, "google");
		assertThat(upstream.calls(GOOGLE_TOKEN)).isOne();
	}

	@Test
	void callbackWhenAtAnotherProvidersAddressThenFailed() throws Exception {
		callback("facebook", upstream.consent(begin("google")));
		assertFailed(FederatedFailure.FAILED, "facebook");
		assertThat(upstream.calls(GOOGLE_TOKEN)).isZero();
	}

	@Test
	void callbackWhenIssuerIsForeignThenFailed() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		answer.put("iss", "https://evil.example");
		callback("google", answer);
		assertFailed(FederatedFailure.FAILED, "google");
		assertThat(upstream.calls(GOOGLE_TOKEN)).isZero();
	}

	@Test
	void callbackWhenIssuerPromisedButMissingThenFailed() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		answer.remove("iss");
		callback("google", answer);
		assertFailed(FederatedFailure.FAILED, "google");
		assertThat(upstream.calls(GOOGLE_TOKEN)).isZero();
	}

	@Test
	void callbackWhenParameterRepeatedThenFailed() throws Exception {
		Map<String, String> answer = upstream.consent(begin("google"));
		this.mvc.perform(get("/login/oauth2/code/google").session(this.session)
			.param("state", answer.get("state"), answer.get("state"))
			.param("code", answer.get("code")));
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@Test
	void callbackWhenSeveralTabsBeganThenEachMayFinish() throws Exception {
		String first = begin("google");
		begin("google");
		begin("facebook");
		callback("google", upstream.consent(first));
		assertThat(this.signIn.user).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/authorization/nobody", "/login/oauth2/code/nobody",
			"/login/oauth2/code/nobody?code=x&state=y" })
	void anyWhenProviderUnknownThenNotFound(String path) throws Exception {
		assertThat(this.mvc.perform(get(path)).andReturn().getResponse().getStatus()).isEqualTo(404);
		assertThat(this.signIn.failures).isEmpty();
	}

	static Stream<Arguments> outOfOrder() {
		Map<String, Handler> ways = Map.of("5xx",
				(exchange) -> TestUpstream.answer(exchange, 503, "text/html", "<h1>Service Unavailable</h1>"), "html",
				TestUpstream::html, "huge", TestUpstream::huge, "slow", (exchange) -> upstream.stall(exchange), "cut",
				HttpExchange::close, "redirect", (exchange) -> {
					exchange.getResponseHeaders().add("Location", upstream.url() + "/canary");
					TestUpstream.answer(exchange, 302, "text/plain", "");
				});
		return Stream
			.of("/google/.well-known/openid-configuration", "/google/token", "/google/jwks",
					"/facebook/v26.0/oauth/access_token", "/facebook/v26.0/me")
			.flatMap((path) -> ways.entrySet()
				.stream()
				.map((way) -> Arguments.of(path, Named.of(way.getKey(), way.getValue()))));
	}

	@ParameterizedTest
	@MethodSource("outOfOrder")
	@DirtiesContext(methodMode = DirtiesContext.MethodMode.BEFORE_METHOD)
	void loginWhenProviderOutOfOrderThenSaidWithinFiveSeconds(String path, Handler handler) throws Exception {
		upstream.on(path, handler);
		String provider = path.startsWith("/google") ? "google" : "facebook";
		long start = System.nanoTime();
		login(provider);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertFailed(FederatedFailure.UNAVAILABLE, provider);
		assertThat(upstream.calls("/canary")).isZero();
	}

	@Test
	@DirtiesContext(methodMode = DirtiesContext.MethodMode.BEFORE_METHOD)
	void googleWhenBackAgainThenNextLoginSucceeds() throws Exception {
		upstream.on("/google/.well-known/openid-configuration",
				(exchange) -> TestUpstream.answer(exchange, 500, "text/plain", "down"));
		login("google");
		assertFailed(FederatedFailure.UNAVAILABLE, "google");
		upstream.reset();
		login("google");
		assertThat(this.signIn.user).isNotNull();
	}

	@Test
	@DirtiesContext(methodMode = DirtiesContext.MethodMode.BEFORE_METHOD)
	void googleWhenMetadataIsAnotherIssuersThenUnavailable() throws Exception {
		upstream.on("/google/.well-known/openid-configuration", (exchange) -> TestUpstream.json(exchange, 200, """
				{"issuer":"https://evil.example","authorization_endpoint":"https://evil.example/a",
				 "token_endpoint":"https://evil.example/t","jwks_uri":"https://evil.example/j",
				 "response_types_supported":["code"],"subject_types_supported":["public"],
				 "id_token_signing_alg_values_supported":["RS256"]}"""));
		login("google");
		assertFailed(FederatedFailure.UNAVAILABLE, "google");
	}

	@Test
	void googleWhenCodeRefusedThenFailed() throws Exception {
		upstream.on(GOOGLE_TOKEN, (exchange) -> TestUpstream.json(exchange, 400,
				"{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}"));
		login("google");
		assertFailed(FederatedFailure.FAILED, "google");
	}

	@ParameterizedTest
	@ValueSource(strings = { "google", "facebook" })
	void attack40WhenAllIsLoggedThenNoSecretOfOurClientIs(String provider) throws Exception {
		List<String> lines = LogRecorder.record(() -> login(provider));
		assertThat(this.signIn.user).isNotNull();
		assertThat(lines).hasSizeGreaterThan(20)
			.noneSatisfy((line) -> assertThat(line).containsAnyOf(TestUpstream.CLIENT_SECRET,
					URLEncoder.encode(TestUpstream.CLIENT_SECRET, StandardCharsets.UTF_8), "ya29.", "code_verifier=",
					"appsecret_proof="));
	}

	private void login(String provider) throws Exception {
		String location = begin(provider);
		if (!location.isEmpty()) {
			callback(provider, upstream.consent(location));
		}
	}

	private String begin(String provider) throws Exception {
		return begin(get("/oauth2/authorization/" + provider));
	}

	private String begin(MockHttpServletRequestBuilder request) throws Exception {
		MvcResult result = this.mvc.perform(request.session(this.session)).andReturn();
		String location = result.getResponse().getHeader("Location");
		return (location != null) ? location : "";
	}

	private void callback(String provider, Map<String, String> answer) throws Exception {
		MockHttpServletRequestBuilder request = get("/login/oauth2/code/" + provider).session(this.session);
		answer.forEach(request::param);
		this.mvc.perform(request);
	}

	private FederatedUser user() {
		assertThat(this.signIn.failures).isEmpty();
		return Objects.requireNonNull(this.signIn.user);
	}

	private void assertFailed(FederatedFailure failure, String provider) {
		assertThat(this.signIn.failures).containsExactly(failure + " " + provider);
	}

	/** Remembers what it was told. */
	static class RecordedSignIn implements FederatedSignIn {

		@Nullable FederatedUser user;

		@Nullable Object authentication;

		final List<String> failures = new ArrayList<>();

		@Override
		public void signedIn(FederatedUser user, HttpServletRequest request, HttpServletResponse response) {
			this.user = user;
			this.authentication = SecurityContextHolder.getContext().getAuthentication();
		}

		@Override
		public void failed(FederatedFailure failure, String providerId, HttpServletRequest request,
				HttpServletResponse response) {
			this.failures.add(failure + " " + providerId);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@EnableWebSecurity
	@Import({ TestFederation.class, RecordedSignIn.class })
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http, FederatedLogin federatedLogin, RecordedSignIn signIn) {
			federatedLogin.configure(http, signIn);
			return http.build();
		}

	}

}
