package dev.vestibule.demo.resourceserver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.demo.StubIssuer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class ResourceServerTests {

	private static final StubIssuer issuer = new StubIssuer();

	@Autowired
	private MockMvcTester mvc;

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry settings) {
		settings.add("demo.issuer", issuer::issuer);
	}

	@AfterAll
	static void stop() {
		issuer.close();
	}

	@Test
	void listWhenTokenValidThenNotesOfItsSubjectOnly() {
		assertThat(add(issuer.sign(issuer.accessToken()), "{\"text\": \"  buy tea \"}")).hasStatus(201);
		assertThat(list(issuer.sign(issuer.accessToken()))).hasStatusOk()
			.bodyJson()
			.extractingPath("$[*].text")
			.asArray()
			.contains("buy tea");
		assertThat(list(issuer.sign(issuer.accessToken().subject("grace")))).hasStatusOk().bodyText().isEqualTo("[]");
	}

	@Test
	void listWhenSignedWithRs256ThenOk() {
		JWSHeader header = header(JWSAlgorithm.RS256).keyID(issuer.rsaKey.getKeyID()).build();
		assertThat(list(StubIssuer.sign(header, issuer.accessToken(), issuer.rsaKey))).hasStatusOk();
	}

	@Test
	void listWhenNoTokenThen401NamingTheMetadata() {
		MvcTestResult answer = this.mvc.get().uri("/api/notes").exchange();
		assertThat(answer).hasStatus(401)
			.headers()
			.hasValue("WWW-Authenticate",
					"Bearer resource_metadata=\"http://localhost:8080/.well-known/oauth-protected-resource/api\"");
		assertThat(this.mvc.get().uri("/.well-known/oauth-protected-resource/api").exchange()).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("""
					{"resource": "http://localhost:8080/api", "authorization_servers": ["%s"],
					"scopes_supported": ["notes.read", "notes.write"]}""".formatted(issuer.issuer()));
	}

	@Test
	void listWhenOnlyASessionThen401() {
		MockHttpSession session = new MockHttpSession();
		session.setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, new SecurityContextImpl(
				new TestingAuthenticationToken("ada", "", "SCOPE_notes.read", "SCOPE_notes.write")));
		assertThat(this.mvc.get().uri("/api/notes").session(session).exchange()).hasStatus(401);
	}

	@Test
	void attack22IdTokenThen401() {
		JWTClaimsSet.Builder claims = issuer.accessToken()
			.audience(List.of("demo-client", "http://localhost:8080/api"));
		assertRefused(
				StubIssuer.sign(header(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build(), claims, issuer.ecKey));
		assertRefused(StubIssuer.sign(header(JWSAlgorithm.ES256).type(null).build(), claims, issuer.ecKey));
	}

	@Test
	void attack22WrongAudienceThen401() {
		assertRefused(issuer.sign(issuer.accessToken().audience("http://localhost:9000/admin/api")));
		assertRefused(issuer.sign(issuer.accessToken().audience("http://localhost:8080/api/")));
		assertRefused(issuer.sign(issuer.accessToken().audience((String) null)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "MDEyMzQ1Njc4OWFiY2RlZg.1.c2lnbmF0dXJl", "opaque", "a.b.c", "..", "{}" })
	void attack22NotAJwtThen401(String token) {
		assertRefused(token);
	}

	@Test
	void attack23AlgNoneThen401() {
		assertRefused(new PlainJWT(issuer.accessToken().build()).serialize());
		String payload = issuer.sign(issuer.accessToken()).split("\\.")[1];
		for (String alg : List.of("none", "None", "NONE")) {
			assertRefused(base64("{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\"}") + "." + payload + ".");
		}
	}

	@Test
	void attack23Hs256WithThePublicKeyThen401() throws JOSEException {
		for (byte[] secret : List.of(publicKey().getEncoded(), pem().getBytes(StandardCharsets.US_ASCII),
				issuer.rsaKey.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
			SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS256).keyID(issuer.rsaKey.getKeyID()).build(),
					issuer.accessToken().build());
			token.sign(new MACSigner(secret));
			assertRefused(token.serialize());
		}
	}

	@Test
	void attack23EmbeddedJwkThen401() {
		JWK own = StubIssuer.ecKey(issuer.ecKey.getKeyID());
		assertRefused(StubIssuer.sign(issuer.header().jwk(own.toPublicJWK()).build(), issuer.accessToken(), own));
		assertRefused(
				StubIssuer.sign(issuer.header().jwk(own.toPublicJWK()).keyID(null).build(), issuer.accessToken(), own));
	}

	@Test
	void attack23JkuAndX5uThen401AndNothingFetched() {
		JWK own = StubIssuer.ecKey("own");
		URI evil = URI.create(issuer.issuer() + "/evil");
		assertRefused(StubIssuer.sign(issuer.header().jwkURL(evil).build(), issuer.accessToken(), own));
		assertRefused(StubIssuer.sign(issuer.header().x509CertURL(evil).build(), issuer.accessToken(), own));
		assertRefused(StubIssuer.sign(issuer.header().jwkURL(evil).keyID("own").build(), issuer.accessToken(), own));
		assertThat(Set.copyOf(issuer.requests)).containsOnly("GET /oauth2/jwks");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../../etc/passwd", "ec-1/../evil", "http://127.0.0.1/evil", "' OR 1=1 --", "" })
	void attack23KidTraversalThen401(String kid) {
		JWK own = StubIssuer.ecKey(kid);
		assertRefused(StubIssuer.sign(issuer.header().keyID(kid).build(), issuer.accessToken(), own));
		assertThat(Set.copyOf(issuer.requests)).containsOnly("GET /oauth2/jwks");
	}

	@Test
	void attack23CritThen401() {
		assertRefused(StubIssuer.sign(issuer.header().criticalParams(Set.of("exp")).customParam("exp", 1).build(),
				issuer.accessToken(), issuer.ecKey));
	}

	@Test
	void attack23WrongIssuerThen401() {
		assertRefused(issuer.sign(issuer.accessToken().issuer("https://evil.example")));
		assertRefused(issuer.sign(issuer.accessToken().issuer(issuer.issuer() + "/")));
	}

	@Test
	void attack23ForgedSignatureThen401() {
		assertRefused(StubIssuer.sign(issuer.header().build(), issuer.accessToken(), StubIssuer.ecKey("ec-1")));
		String[] parts = issuer.sign(issuer.accessToken()).split("\\.");
		String[] other = issuer.sign(issuer.accessToken().subject("admin")).split("\\.");
		assertRefused(parts[0] + "." + other[1] + "." + parts[2]);
		assertRefused(parts[0] + "." + parts[1] + ".");
		// CVE-2022-21449: a signature of zeros.
		assertRefused(
				parts[0] + "." + parts[1] + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
	}

	@Test
	void attack23WhenHundredAreForgedAtOnceThenNoneIsTakenAndGoodOnesBetweenThemAre() throws Exception {
		JWK own = StubIssuer.ecKey("own");
		URI evil = URI.create(issuer.issuer() + "/evil");
		String good = issuer.sign(issuer.accessToken());
		String[] parts = good.split("\\.");
		List<String> forged = List.of(new PlainJWT(issuer.accessToken().build()).serialize(),
				StubIssuer.sign(issuer.header().build(), issuer.accessToken(), StubIssuer.ecKey("ec-1")),
				StubIssuer.sign(issuer.header().jwk(own.toPublicJWK()).build(), issuer.accessToken(), own),
				StubIssuer.sign(issuer.header().jwkURL(evil).keyID("own").build(), issuer.accessToken(), own),
				issuer.sign(issuer.accessToken().issuer("https://evil.example")),
				issuer.sign(issuer.accessToken().audience("http://localhost:9000/admin/api")),
				StubIssuer.sign(header(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build(), issuer.accessToken(),
						issuer.ecKey),
				parts[0] + "." + parts[1] + ".");
		ExecutorService threads = Executors.newFixedThreadPool(120);
		CountDownLatch barrier = new CountDownLatch(120);
		try {
			List<Future<MvcTestResult>> answers = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				String token = (i % 6 == 5) ? good : forged.get(i % forged.size());
				answers.add(threads.submit(() -> {
					barrier.countDown();
					barrier.await();
					return list(token);
				}));
			}
			for (int i = 0; i < 120; i++) {
				assertThat(answers.get(i).get()).hasStatus((i % 6 == 5) ? 200 : 401);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(Set.copyOf(issuer.requests)).containsOnly("GET /oauth2/jwks");
	}

	@Test
	void listWhenExpiredThen401() {
		assertRefused(issuer.sign(issuer.accessToken().expirationTime(Date.from(Instant.now().minusSeconds(61)))));
		assertRefused(issuer.sign(issuer.accessToken().expirationTime(null)));
	}

	@Test
	void listWhenTokenNotInTheHeaderThen401() {
		String token = issuer.sign(issuer.accessToken());
		assertThat(this.mvc.get().uri("/api/notes?access_token=" + token).exchange()).hasStatus(401);
	}

	@Test
	void unknownKeyIdsWhenManyThenKeysFetchedTwiceAtMost() {
		list(issuer.sign(issuer.accessToken()));
		int before = issuer.requests.size();
		for (int i = 0; i < 50; i++) {
			JWK own = StubIssuer.ecKey("unknown-" + i);
			assertRefused(StubIssuer.sign(issuer.header().keyID(own.getKeyID()).build(), issuer.accessToken(), own));
		}
		assertThat(issuer.requests.size() - before).isLessThanOrEqualTo(2);
		assertThat(list(issuer.sign(issuer.accessToken()))).hasStatusOk();
	}

	@Test
	void listWhenScopeMissingThen403() {
		assertChallenge(list(issuer.sign(issuer.accessToken().claim("scope", "openid notes.write"))), 403,
				"insufficient_scope");
		assertChallenge(list(issuer.sign(issuer.accessToken().claim("scope", null))), 403, "insufficient_scope");
	}

	@Test
	void addWhenScopeMissingThen403() {
		assertChallenge(add(issuer.sign(issuer.accessToken().claim("scope", "notes.read")), "{\"text\": \"a\"}"), 403,
				"insufficient_scope");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"text\": \"\"}", "{\"text\": \"   \"}", "{\"text\": null}", "{\"text\": {}}" })
	void addWhenTextMissingThen400NamesTheField(String body) {
		assertBadField(add(issuer.sign(issuer.accessToken()), body), "text");
	}

	@Test
	void addWhenTextTooLongThen400NamesTheField() {
		String token = issuer.sign(issuer.accessToken());
		assertBadField(add(token, "{\"text\": \"" + "가".repeat(501) + "\"}"), "text");
		assertThat(add(token, "{\"text\": \"" + "😀".repeat(500) + "\"}")).hasStatus(201);
	}

	@Test
	void addWhenUnknownFieldThen400NamesTheField() {
		assertBadField(add(issuer.sign(issuer.accessToken()), "{\"text\": \"a\", \"owner\": \"grace\"}"), "owner");
	}

	@Test
	void addWhenNotJsonThen400() {
		assertThat(add(issuer.sign(issuer.accessToken()), "{\"text\": ")).hasStatus(400)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void addWhenBodyTooLargeThen413() {
		assertThat(add(issuer.sign(issuer.accessToken()), "{\"text\": \"" + "a".repeat(100_000) + "\"}"))
			.hasStatus(413);
	}

	private MvcTestResult list(String token) {
		return this.mvc.get().uri("/api/notes").header("Authorization", "Bearer " + token).exchange();
	}

	private MvcTestResult add(String token, String body) {
		return this.mvc.post()
			.uri("/api/notes")
			.header("Authorization", "Bearer " + token)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private void assertRefused(String token) {
		assertChallenge(list(token), 401, "invalid_token");
	}

	private void assertChallenge(MvcTestResult answer, int status, String error) {
		assertThat(answer).hasStatus(status);
		assertThat(answer.getResponse().getHeader("WWW-Authenticate")).startsWith("Bearer error=\"" + error + "\"");
	}

	private void assertBadField(MvcTestResult answer, String field) {
		assertThat(answer).hasStatus(400)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.field")
			.isEqualTo(field);
	}

	private JWSHeader.Builder header(JWSAlgorithm algorithm) {
		return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt")).keyID(issuer.ecKey.getKeyID());
	}

	private static Key publicKey() throws JOSEException {
		return issuer.rsaKey.toRSAKey().toPublicKey();
	}

	private static String pem() throws JOSEException {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(publicKey().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	private static String base64(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
