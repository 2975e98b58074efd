package dev.vestibule.quickstart.provider;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.TestHttp;
import dev.vestibule.standin.Ports;

import static org.assertj.core.api.Assertions.assertThat;

class GoogleTests {

	private static final String REDIRECT = "http://localhost:9000/login/oauth2/code/google";

	private static final Map<String, String> ADA = Map.of("subject", "1", "email", "ada@gmail.com", "name",
			"Ada Lovelace", "email_verified", "true", "action", "login");

	private final int port = Ports.free();

	private final String issuer = "http://localhost:" + this.port + "/google";

	@TempDir
	private Path folder;

	private SimulatedProviders providers;

	@BeforeEach
	void start() throws Exception {
		Registration google = new Registration("client", "secret", REDIRECT);
		this.providers = SimulatedProviders.start(this.port, google, google, this.folder.resolve("key"));
	}

	@AfterEach
	void stop() {
		this.providers.close();
	}

	@Test
	void discoveryWhenReadThenNamesTheEndpoints() {
		JsonNode document = TestHttp.json(TestHttp.get(this.issuer + "/.well-known/openid-configuration"));
		assertThat(document.get("issuer").asString()).isEqualTo(this.issuer);
		assertThat(document.get("authorization_endpoint").asString()).isEqualTo(this.issuer + "/o/oauth2/v2/auth");
		assertThat(document.get("id_token_signing_alg_values_supported").get(0).asString()).isEqualTo("RS256");
	}

	@Test
	void loginWhenSubmittedThenTokensSayWhoItIs() throws Exception {
		Parameters answer = TestHttp.redirected(submit(ADA));
		assertThat(answer.get("state")).isEqualTo("a&b");
		assertThat(answer.get("iss")).isEqualTo(this.issuer);
		JsonNode tokens = TestHttp.json(redeem(answer.get("code"), "secret"));
		assertThat(tokens.get("token_type").asString()).isEqualTo("Bearer");
		assertThat(tokens.get("expires_in").asInt()).isEqualTo(3599);
		SignedJWT idToken = SignedJWT.parse(tokens.get("id_token").asString());
		JWKSet keys = JWKSet.parse(TestHttp.get(this.issuer + "/oauth2/v3/certs").body());
		assertThat(idToken.verify(new RSASSAVerifier(keys.getKeyByKeyId(idToken.getHeader().getKeyID()).toRSAKey())))
			.isTrue();
		JWTClaimsSet claims = idToken.getJWTClaimsSet();
		assertThat(claims.getIssuer()).isEqualTo(this.issuer);
		assertThat(claims.getAudience()).containsExactly("client");
		assertThat(claims.getClaims()).containsEntry("azp", "client")
			.containsEntry("sub", "1")
			.containsEntry("email", "ada@gmail.com")
			.containsEntry("email_verified", true)
			.containsEntry("given_name", "Ada")
			.containsEntry("family_name", "Lovelace")
			.containsEntry("nonce", "n")
			.containsKey("at_hash")
			.doesNotContainKey("hd");
		JsonNode profile = TestHttp.json(userinfo(tokens.get("access_token").asString()));
		assertThat(profile.get("sub").asString()).isEqualTo("1");
		assertThat(profile.get("email_verified").isBoolean()).isTrue();
	}

	@Test
	void loginWhenUnverifiedOrHostedThenClaimsSaySo() throws Exception {
		Map<String, String> form = new HashMap<>(ADA);
		form.remove("email_verified");
		form.put("hd", "example.com");
		JWTClaimsSet claims = idToken(form);
		assertThat(claims.getBooleanClaim("email_verified")).isFalse();
		assertThat(claims.getStringClaim("hd")).isEqualTo("example.com");
	}

	@Test
	void loginWhenNoEmailThenNoClaim() throws Exception {
		Map<String, String> form = new HashMap<>(ADA);
		form.put("email", "");
		assertThat(idToken(form).getClaims()).doesNotContainKeys("email", "email_verified");
	}

	@Test
	void loginWhenCancelledThenAccessDenied() {
		Parameters answer = TestHttp.redirected(submit(Map.of("action", "cancel")));
		assertThat(answer.values()).containsEntry("error", "access_denied").containsEntry("state", "a&b");
	}

	@Test
	void formWhenShownThenEscapedAndComplete() {
		String page = TestHttp.get(authorize().replace("state=a%26b", "state=%22%3E%3Cscript%3E")).body();
		assertThat(page)
			.contains("name=\"subject\"", "name=\"email\"", "name=\"name\"", "name=\"email_verified\"", "name=\"hd\"",
					"value=\"cancel\"", "For trying out only")
			.doesNotContain("<script>");
	}

	@Test
	void authorizeWhenClientOrRedirectIsUnknownThenOwnPage() {
		assertThat(TestHttp.get(authorize().replace("client_id=client", "client_id=other")).statusCode())
			.isEqualTo(401);
		HttpResponse<String> mismatch = TestHttp.get(authorize().replace("%2Fcode%2Fgoogle", "%2Fcode%2Fevil"));
		assertThat(mismatch.statusCode()).isEqualTo(400);
		assertThat(mismatch.body()).contains("redirect_uri_mismatch");
	}

	@Test
	void redeemWhenSecretIsWrongThenInvalidClient() {
		HttpResponse<String> answer = redeem(TestHttp.redirected(submit(ADA)).get("code"), "wrong");
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(TestHttp.json(answer).get("error").asString()).isEqualTo("invalid_client");
	}

	@Test
	void redeemWhenCodeWasUsedThenInvalidGrant() {
		String code = TestHttp.redirected(submit(ADA)).get("code");
		assertThat(redeem(code, "secret").statusCode()).isEqualTo(200);
		HttpResponse<String> again = redeem(code, "secret");
		assertThat(again.statusCode()).isEqualTo(400);
		assertThat(TestHttp.json(again).get("error").asString()).isEqualTo("invalid_grant");
	}

	@Test
	void redeemWhenVerifierIsWrongThenInvalidGrant() {
		// RFC 7636, appendix B
		String query = "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
		String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
		String code = TestHttp.redirected(TestHttp.post(authorize() + query, ADA)).get("code");
		assertThat(redeem(code, "secret", Map.of("code_verifier", "wrong")).statusCode()).isEqualTo(400);
		code = TestHttp.redirected(TestHttp.post(authorize() + query, ADA)).get("code");
		assertThat(redeem(code, "secret", Map.of("code_verifier", verifier)).statusCode()).isEqualTo(200);
	}

	@Test
	void redeemWhenClientUsesBasicThenAccepted() {
		Map<String, String> form = Map.of("grant_type", "authorization_code", "code",
				TestHttp.redirected(submit(ADA)).get("code"), "redirect_uri", REDIRECT);
		// "client:secret"
		assertThat(
				TestHttp.post(this.issuer + "/token", form, "Authorization", "Basic Y2xpZW50OnNlY3JldA==").statusCode())
			.isEqualTo(200);
	}

	@Test
	void userinfoWhenTokenIsUnknownThenInvalidToken() {
		HttpResponse<String> answer = userinfo("ya29.other");
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("invalid_token");
	}

	@Test
	void startWhenKeyWasKeptThenSameKey() throws Exception {
		String before = TestHttp.get(this.issuer + "/oauth2/v3/certs").body();
		this.providers.close();
		start();
		assertThat(TestHttp.get(this.issuer + "/oauth2/v3/certs").body()).isEqualTo(before);
	}

	private JWTClaimsSet idToken(Map<String, String> form) throws Exception {
		String code = TestHttp.redirected(submit(form)).get("code");
		return SignedJWT.parse(TestHttp.json(redeem(code, "secret")).get("id_token").asString()).getJWTClaimsSet();
	}

	private String authorize() {
		return this.issuer + "/o/oauth2/v2/auth?response_type=code&client_id=client&scope=openid+profile+email"
				+ "&state=a%26b&nonce=n&redirect_uri=http%3A%2F%2Flocalhost%3A9000%2Flogin%2Foauth2%2Fcode%2Fgoogle";
	}

	private HttpResponse<String> submit(Map<String, String> form) {
		return TestHttp.post(authorize(), form);
	}

	private HttpResponse<String> redeem(String code, String secret) {
		return redeem(code, secret, Map.of());
	}

	private HttpResponse<String> redeem(String code, String secret, Map<String, String> more) {
		Map<String, String> form = new HashMap<>(more);
		form.putAll(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT, "client_id",
				"client", "client_secret", secret));
		return TestHttp.post(this.issuer + "/token", form);
	}

	private HttpResponse<String> userinfo(String token) {
		return TestHttp.get(this.issuer + "/v1/userinfo", "Authorization", "Bearer " + token);
	}

}
