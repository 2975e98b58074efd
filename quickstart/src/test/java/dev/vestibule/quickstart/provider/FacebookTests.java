package dev.vestibule.quickstart.provider;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.TestHttp;
import dev.vestibule.standin.Ports;

import static org.assertj.core.api.Assertions.assertThat;

class FacebookTests {

	private static final String REDIRECT = "http://localhost:9000/login/oauth2/code/facebook";

	private static final Map<String, String> ADA = Map.of("subject", "1", "email", "ada@example.com", "name",
			"Ada Lovelace", "action", "login");

	private final int port = Ports.free();

	private final String graph = "http://localhost:" + this.port + "/facebook/v26.0";

	@TempDir
	private Path folder;

	private SimulatedProviders providers;

	@BeforeEach
	void start() throws Exception {
		Registration facebook = new Registration("app", "secret", REDIRECT);
		this.providers = SimulatedProviders.start(this.port, facebook, facebook, this.folder.resolve("key"));
	}

	@AfterEach
	void stop() {
		this.providers.close();
	}

	@Test
	void loginWhenSubmittedThenProfileHasTheFieldsAskedFor() throws Exception {
		HttpResponse<String> login = submit(ADA);
		assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("#_=_");
		String token = token(ADA);
		JsonNode profile = TestHttp.json(me("id,name,email,picture", token, proof(token)));
		assertThat(profile.get("id").asString()).isEqualTo("1");
		assertThat(profile.get("name").asString()).isEqualTo("Ada Lovelace");
		assertThat(profile.get("email").asString()).isEqualTo("ada@example.com");
		assertThat(profile.get("picture").get("data").get("url").asString()).startsWith("http://localhost:");
		assertThat(TestHttp.json(me("id", token, proof(token))).propertyNames()).containsExactly("id");
	}

	@Test
	void loginWhenNoEmailThenProfileHasNone() throws Exception {
		Map<String, String> form = new HashMap<>(ADA);
		form.put("email", "");
		String token = token(form);
		assertThat(TestHttp.json(me("id,name,email", token, proof(token))).has("email")).isFalse();
		assertThat(permission(token)).isEqualTo("granted");
	}

	@Test
	void loginWhenEmailDeclinedThenPermissionsSaySo() throws Exception {
		Map<String, String> form = new HashMap<>(ADA);
		form.put("decline_email", "true");
		String token = token(form);
		assertThat(TestHttp.json(me("id,name,email", token, proof(token))).has("email")).isFalse();
		assertThat(permission(token)).isEqualTo("declined");
	}

	@Test
	void loginWhenCancelledThenUserDenied() {
		assertThat(TestHttp.redirected(submit(Map.of("action", "cancel"))).values())
			.containsEntry("error", "access_denied")
			.containsEntry("error_code", "200")
			.containsEntry("error_reason", "user_denied")
			.containsEntry("error_description", "Permissions error")
			.containsEntry("state", "s");
	}

	@Test
	void formWhenShownThenComplete() {
		assertThat(TestHttp.get(dialog()).body()).contains("name=\"subject\"", "name=\"email\"", "name=\"name\"",
				"name=\"email_verified\"", "value=\"cancel\"", "Simulated Facebook");
	}

	@Test
	void dialogWhenAppOrRedirectIsUnknownThenOwnPage() {
		assertThat(TestHttp.get(dialog().replace("client_id=app", "client_id=other")).body())
			.contains("Invalid App ID");
		assertThat(TestHttp.get(dialog().replace("9000", "9999")).body()).contains("URL Blocked");
	}

	@Test
	void redeemWhenSecretIsWrongThenNestedError() {
		HttpResponse<String> answer = redeem(code(ADA), "wrong", REDIRECT);
		assertThat(answer.statusCode()).isEqualTo(400);
		JsonNode error = TestHttp.json(answer).get("error");
		assertThat(error.get("message").asString()).isEqualTo("Error validating client secret.");
		assertThat(error.get("type").asString()).isEqualTo("OAuthException");
		assertThat(error.get("code").asInt()).isEqualTo(1);
		assertThat(error.get("fbtrace_id").asString()).isNotEmpty();
	}

	@Test
	void redeemWhenCodeWasUsedThenRefused() {
		String code = code(ADA);
		assertThat(redeem(code, "secret", REDIRECT).statusCode()).isEqualTo(200);
		JsonNode error = TestHttp.json(redeem(code, "secret", REDIRECT)).get("error");
		assertThat(error.get("message").asString()).isEqualTo("This authorization code has been used.");
		assertThat(error.get("error_subcode").asInt()).isEqualTo(36009);
	}

	@Test
	void redeemWhenRedirectDiffersThenRefused() {
		assertThat(redeem(code(ADA), "secret", REDIRECT + "/").statusCode()).isEqualTo(400);
	}

	@Test
	void meWhenProofIsWrongOrAbsentThenRefused() throws Exception {
		String token = token(ADA);
		JsonNode wrong = TestHttp.json(me("id", token, proof(token + "x"))).get("error");
		assertThat(wrong.get("type").asString()).isEqualTo("GraphMethodException");
		assertThat(wrong.get("message").asString()).isEqualTo("Invalid appsecret_proof provided in the API argument");
		JsonNode absent = TestHttp.json(me("id", token, "")).get("error");
		assertThat(absent.get("message").asString()).contains("require an appsecret_proof");
	}

	@Test
	void meWhenTokenIsUnknownThenCode190() throws Exception {
		HttpResponse<String> answer = me("id", "EAAother", proof("EAAother"));
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(TestHttp.json(answer).get("error").get("code").asInt()).isEqualTo(190);
	}

	@Test
	void graphWhenPathHasNoVersionThenUnknown() {
		HttpResponse<String> answer = TestHttp.get(this.graph.replace("/v26.0", "") + "/me");
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(TestHttp.json(answer).get("error").get("code").asInt()).isEqualTo(2500);
	}

	private String dialog() {
		return this.graph + "/dialog/oauth?response_type=code&client_id=app&scope=email,public_profile&state=s"
				+ "&redirect_uri=http%3A%2F%2Flocalhost%3A9000%2Flogin%2Foauth2%2Fcode%2Ffacebook";
	}

	private HttpResponse<String> submit(Map<String, String> form) {
		return TestHttp.post(dialog(), form);
	}

	private String code(Map<String, String> form) {
		return TestHttp.redirected(submit(form)).get("code");
	}

	private String token(Map<String, String> form) {
		return TestHttp.json(redeem(code(form), "secret", REDIRECT)).get("access_token").asString();
	}

	private HttpResponse<String> redeem(String code, String secret, String redirectUri) {
		return TestHttp.post(this.graph + "/oauth/access_token", Map.of("client_id", "app", "client_secret", secret,
				"code", code, "redirect_uri", redirectUri, "grant_type", "authorization_code"));
	}

	private HttpResponse<String> me(String fields, String token, String proof) {
		String query = new Parameters(Map.of("fields", fields, "appsecret_proof", proof)).encode();
		return TestHttp.get(this.graph + "/me?" + query, "Authorization", "Bearer " + token);
	}

	private String permission(String token) throws Exception {
		String query = new Parameters(Map.of("access_token", token, "appsecret_proof", proof(token))).encode();
		JsonNode data = TestHttp.json(TestHttp.get(this.graph + "/me/permissions?" + query)).get("data");
		assertThat(data.get(0).get("permission").asString()).isEqualTo("email");
		return data.get(0).get("status").asString();
	}

	private static String proof(String token) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
	}

}
