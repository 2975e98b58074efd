package dev.vestibule.flow;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing keys as clients, resource servers and administrators meet them, on two nodes.
 */
class KeyFlowTests extends FlowTests {

	private static final String KEYS = "/admin/api/keys";

	private static final int ALGORITHMS = 4;

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final HttpClient http = HttpClient.newHttpClient();

	private final RelyingApp cli = new RelyingApp(NODE.url(), "admin-cli", "admin-cli-secret");

	private String admin = "";

	@BeforeEach
	void spareKeysArePublishedEverywhere() {
		Awaitility.await().until(() -> kids("next").size() == ALGORITHMS);
		NODE.jdbc()
			.sql("UPDATE signing_key SET created_at = created_at - interval '1 minute' WHERE state = 'next'")
			.update();
		withinASecond(() -> assertThat(published(SIBLING.node())).containsAll(kids("next")));
		this.admin = accessToken(this.cli, "admin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ES256", "RS256", "PS256", "EdDSA" })
	void tokensWhenClientAsksForAlgorithmThenTheyVerifyByThePublishedKeys(String algorithm) throws Exception {
		HttpResponse<String> created = send("POST", NODE, "/admin/api/clients", this.admin,
				"""
						{"redirect_uris": ["%s"], "grant_types": ["authorization_code"], "scope": "openid", "require_consent": false,
						 "id_token_signed_response_alg": "%s", "access_token_signing_alg": "%s"}"""
					.formatted(RelyingApp.REDIRECT_URI, algorithm, algorithm));
		assertThat(created.statusCode()).isEqualTo(201);
		JsonNode client = JsonMapper.shared().readTree(created.body());
		RelyingApp app = new RelyingApp(NODE.url(), client.get("client_id").asString(),
				client.get("client_secret").asString());
		Page tokens = tokens(app, "openid");
		for (String name : Set.of("id_token", "access_token")) {
			SignedJWT token = SignedJWT.parse(RelyingApp.field(tokens, name));
			assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
			JWK key = JWKSet.parse(jwks(SIBLING.node())).getKeyByKeyId(token.getHeader().getKeyID());
			assertThat(key.getAlgorithm().getName()).isEqualTo(algorithm);
			assertThat(verifies(token, key)).isTrue();
		}
		assertThat(app.userInfo(RelyingApp.field(tokens, "access_token")).status()).isEqualTo(200);
	}

	@Test
	void discoveryThenNamesTheAlgorithms() {
		JsonNode document = RelyingApp.json(browser().get("/.well-known/openid-configuration"));
		assertThat(document.get("id_token_signing_alg_values_supported").valueStream().map(JsonNode::asString))
			.containsExactlyInAnyOrder("ES256", "RS256", "PS256", "EdDSA");
	}

	@Test
	void rotateThenNextKeysSignAndFormerTokensStillCount() throws Exception {
		String former = accessToken(this.cli, "admin");
		Set<String> next = kids("next");
		HttpResponse<String> rotated = send("POST", NODE, KEYS + "/rotate", this.admin, "");
		assertThat(rotated.statusCode()).isEqualTo(200);
		assertThat(kids("active")).isEqualTo(next);
		assertThat(next).contains(kid(accessToken(this.cli, "admin")));
		assertThat(send("GET", SIBLING.node(), KEYS, former, "").statusCode()).isEqualTo(200);
		HttpResponse<String> again = send("POST", NODE, KEYS + "/rotate", this.admin, "");
		assertThat(again.statusCode()).isEqualTo(409);
		assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(NODE.jdbc()
			.sql("""
					SELECT count(*) FROM audit_event
					WHERE kind = 'signing-key.activated' AND detail ->> 'by' = 'client:admin-cli' AND detail ->> 'kid' IN (:kids)
					""")
			.param("kids", next)
			.query(Integer.class)
			.single()).isEqualTo(ALGORITHMS);
	}

	@Test
	void compromiseThenKeyAndItsTokensAreGoneOnEveryNodeWithinASecond() throws Exception {
		Page tokens = tokens(this.web, "openid");
		String access = RelyingApp.field(tokens, "access_token");
		String kid = kid(access);
		Set<String> next = kids("next");
		RelyingApp there = new RelyingApp(SIBLING.node().url(), "web", "web-secret");
		assertThat(isActive(there, access)).isTrue();
		String listed = send("GET", SIBLING.node(), KEYS, this.admin, "").body();
		assertThat(listed).contains(kid).contains("\"alg\":\"ES256\"").contains("\"state\":\"active\"");

		assertThat(send("POST", NODE, KEYS + "/" + kid + "/compromise", this.admin, "").statusCode()).isEqualTo(200);
		assertThat(isActive(this.web, access)).isFalse();
		withinASecond(() -> {
			assertThat(isActive(there, access)).isFalse();
			assertThat(there.userInfo(access).status()).isEqualTo(401);
			assertThat(send("GET", SIBLING.node(), KEYS, this.admin, "").statusCode()).isEqualTo(401);
			assertThat(published(SIBLING.node())).doesNotContain(kid);
		});
		String fresh = accessToken(new RelyingApp(SIBLING.node().url(), "admin-cli", "admin-cli-secret"), "admin");
		assertThat(next).as("it was published before it was needed").contains(kid(fresh));
		assertThat(send("GET", NODE, KEYS, fresh, "").statusCode()).isEqualTo(200);
		assertThat(this.web.refresh(RelyingApp.field(tokens, "refresh_token")).status()).isEqualTo(200);
		assertThat(send("POST", NODE, KEYS + "/" + kid + "/compromise", fresh, "").statusCode()).isEqualTo(404);
	}

	@Test
	void compromiseWhenInParallelOnTwoNodesThenOneActiveKeyIsLeft() {
		String kid = kid(accessToken(this.cli, "admin"));
		Set<Integer> statuses = new HashSet<>(
				inParallel(20, () -> send("POST", (Thread.currentThread().getId() % 2 == 0) ? NODE : SIBLING.node(),
						KEYS + "/" + kid + "/compromise", this.admin, "")
					.statusCode()));
		assertThat(statuses).contains(200).isSubsetOf(200, 401, 404);
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM audit_event WHERE kind = 'signing-key.compromised' AND detail ->> 'kid' = ?")
			.param(kid)
			.query(Integer.class)
			.single()).isOne();
		assertThat(kids("active")).hasSize(ALGORITHMS).doesNotContain(kid);
		assertThat(kids("next")).hasSize(ALGORITHMS);
	}

	@Test
	void anyWhenScopeIsOnlyToReadThenListedAndNothingElse() throws Exception {
		String reader = accessToken(this.cli, "admin.read");
		assertThat(send("GET", NODE, KEYS, reader, "").statusCode()).isEqualTo(200);
		assertThat(send("POST", NODE, KEYS + "/rotate", reader, "").statusCode()).isEqualTo(403);
		assertThat(send("POST", NODE, KEYS + "/" + kids("active").iterator().next() + "/compromise", reader, "")
			.statusCode()).isEqualTo(403);
		assertThat(send("POST", NODE, KEYS + "/nothing/compromise", this.admin, "").statusCode()).isEqualTo(404);
	}

	private static boolean verifies(SignedJWT token, JWK key) throws Exception {
		return switch (key.getKeyType().getValue()) {
			case "EC" -> token.verify(new ECDSAVerifier((ECKey) key));
			case "RSA" -> token.verify(new RSASSAVerifier(key.toRSAKey()));
			default -> {
				Signature signature = Signature.getInstance("Ed25519");
				signature.initVerify(ed25519(key));
				signature.update(token.getSigningInput());
				yield signature.verify(token.getSignature().decode());
			}
		};
	}

	private static PublicKey ed25519(JWK key) throws Exception {
		String x = HexFormat.of().formatHex(key.toOctetKeyPair().getDecodedX());
		return KeyFactory.getInstance("Ed25519")
			.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex("302a300506032b6570032100" + x)));
	}

	private static Set<String> kids(String state) {
		return NODE.jdbc().sql("SELECT kid FROM signing_key WHERE state = ?").param(state).query(String.class).set();
	}

	private static String kid(String token) {
		try {
			return SignedJWT.parse(token).getHeader().getKeyID();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isActive(RelyingApp app, String token) {
		return RelyingApp.json(app.post("/oauth2/introspect", Map.of("token", token))).get("active").asBoolean();
	}

	private static String accessToken(RelyingApp app, String scope) {
		Page page = app.token(Map.of("grant_type", "client_credentials", "scope", scope));
		assertThat(page.status()).isEqualTo(200);
		return RelyingApp.field(page, "access_token");
	}

	private static String jwks(Node node) {
		return new Browser(node.url()).get("/oauth2/jwks").body();
	}

	private static Set<String> published(Node node) throws Exception {
		Set<String> kids = new HashSet<>();
		JWKSet.parse(jwks(node)).getKeys().forEach((key) -> kids.add(key.getKeyID()));
		return kids;
	}

	private HttpResponse<String> send(String method, Node node, String path, String token, String body)
			throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(node.url() + path))
			.timeout(Duration.ofSeconds(10))
			.header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body))
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

}
