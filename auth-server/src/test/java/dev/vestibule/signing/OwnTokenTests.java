package dev.vestibule.signing;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtEncodingException;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = TestServer.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { TestServer.ISSUER, TestServer.KEYRING })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class OwnTokenTests {

	private static final String ISSUER = "http://localhost:9000";

	@Autowired
	private JwtEncoder encoder;

	@Autowired
	private JwtDecoder decoder;

	@Autowired
	private PublishedKeys keys;

	@LocalServerPort
	private int port;

	@Test
	void decodeWhenEncodedThenSameClaimsAndKeyNamed() {
		for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
			Jwt encoded = encode(algorithm, claims());
			Jwt decoded = this.decoder.decode(encoded.getTokenValue());
			assertThat(decoded.getSubject()).isEqualTo("ann");
			assertThat(decoded.getAudience()).containsExactly("someone");
			assertThat(decoded.getClaimAsInstant("auth_time")).isEqualTo(Instant.ofEpochSecond(1000));
			assertThat(decoded.getHeaders()).containsEntry("alg", algorithm.getName())
				.containsEntry("typ", "at+jwt")
				.containsEntry("kid", active(algorithm).kid());
			assertThat(encoded.getHeaders()).containsEntry("kid", active(algorithm).kid());
		}
	}

	@Test
	void encodeWhenNoKeyForAlgorithmThenRefused() {
		assertThatExceptionOfType(JwtEncodingException.class).isThrownBy(() -> encode(MacAlgorithm.HS256, claims()));
	}

	@Test
	void decodeWhenTimesOrIssuerWrongThenRefused() {
		Instant now = Instant.now();
		refused(encode(claims().issuedAt(now.minusSeconds(60)).expiresAt(now.minusSeconds(11))));
		refused(encode(claims().notBefore(now.plusSeconds(60))));
		refused(encode(claims().issuer("https://evil.example")));
		refused(encode(JwtClaimsSet.builder().issuer(ISSUER).subject("ann")));
		this.decoder.decode(encode(claims().notBefore(now.plusSeconds(5))));
	}

	@Test
	void attack23WhenTokenIsForgedThenRefused() throws Exception {
		SigningKey ours = active(SigningAlgorithm.RS256);
		ECKey foreign = SigningKeyPairs.generate(SigningAlgorithm.ES256).toECKey();
		RSAKey foreignRsa = SigningKeyPairs.generate(SigningAlgorithm.RS256).toRSAKey();
		refused(new PlainJWT(nimbusClaims()).serialize());
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ours.kid()),
				new MACSigner(ours.jwk().toRSAKey().toPublicKey().getEncoded())));
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(foreign.toPublicJWK()), new ECDSASigner(foreign)));
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(foreign.toPublicJWK()).keyID(foreign.getKeyID()),
				new ECDSASigner(foreign)));
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(ours.kid()).jwk(foreignRsa.toPublicJWK()),
				new RSASSASigner(foreignRsa)));
		for (String kid : new String[] { "../../" + ours.kid(), "' OR '1'='1", "", ours.kid() + "\u0000" }) {
			refused(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid), signer(ours)));
		}
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.RS256), signer(ours)));
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.RS384).keyID(ours.kid()), signer(ours)));
		refused(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(ours.kid())
			.criticalParams(Set.of("exp"))
			.customParam("exp", 1), signer(ours)));
		this.decoder.decode(sign(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(ours.kid()), signer(ours)));
	}

	@Test
	void decodeWhenVerifiedBeforeThenStillRefusedOnceExpiredOrAltered() {
		Instant now = Instant.now();
		String token = encode(claims().issuedAt(now.minusSeconds(60)).expiresAt(now.minusSeconds(6)));
		assertThat(this.decoder.decode(token)).isSameAs(this.decoder.decode(token));
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(BadJwtException.class)
				.isThrownBy(() -> this.decoder.decode(token)));
		refused(token.substring(0, token.length() - 8) + "AAAAAAAA");
	}

	@Test
	void decodeWhenMoreTokensThanAreRememberedThenAllStillVerify() {
		String first = encode(claims());
		for (int i = 0; i < 2100; i++) {
			this.decoder.decode(encode(claims().id("token-" + i)));
		}
		assertThat(this.decoder.decode(first).getSubject()).isEqualTo("ann");
	}

	@Test
	void decodeWhenHeaderNamesAddressThenNothingFetched() throws Exception {
		try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			URI address = URI.create("http://127.0.0.1:" + canary.getLocalPort() + "/keys");
			ECKey foreign = SigningKeyPairs.generate(SigningAlgorithm.ES256).toECKey();
			refused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(foreign.getKeyID())
				.jwkURL(address)
				.x509CertURL(address), new ECDSASigner(foreign)));
			canary.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(canary::accept);
		}
	}

	@Test
	void keySetThenPublicCacheableAndWithoutPrivateParts() throws Exception {
		HttpResponse<String> response = get("GET", "Origin", "https://spa.example");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().map()).doesNotContainKeys("Set-Cookie", "set-cookie", "pragma", "expires");
		assertThat(response.headers().allValues("Cache-Control")).containsExactly("max-age=300, public");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
		JWKSet published = JWKSet.parse(response.body());
		assertThat(published.getKeys()).extracting((key) -> key.getAlgorithm().getName())
			.containsAll(SigningAlgorithm.names());
		assertThat(published.getKeys()).noneMatch((key) -> key.isPrivate())
			.allMatch((key) -> key.getKeyUse() != null && key.getAlgorithm() != null);

		String etag = response.headers().firstValue("ETag").orElseThrow();
		HttpResponse<String> again = get("GET", "If-None-Match", etag);
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.headers().allValues("Cache-Control")).containsExactly("max-age=300, public");
		assertThat(get("HEAD").statusCode()).isEqualTo(200);
		assertThat(get("POST").statusCode()).isEqualTo(405);
	}

	private HttpResponse<String> get(String method, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/oauth2/jwks"))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(10));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private void refused(String token) {
		assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> this.decoder.decode(token));
	}

	private SigningKey active(SigningAlgorithm algorithm) {
		return this.keys.current().active(algorithm.jws()).orElseThrow();
	}

	private static JWSSigner signer(SigningKey key) {
		return Objects.requireNonNull(key.signer());
	}

	private String encode(JwtClaimsSet.Builder claims) {
		return encode(SignatureAlgorithm.ES256, claims).getTokenValue();
	}

	private Jwt encode(JwsAlgorithm algorithm, JwtClaimsSet.Builder claims) {
		return this.encoder
			.encode(JwtEncoderParameters.from(JwsHeader.with(algorithm).type("at+jwt").build(), claims.build()));
	}

	private static JwtClaimsSet.Builder claims() {
		Instant now = Instant.now();
		return JwtClaimsSet.builder()
			.issuer(ISSUER)
			.subject("ann")
			.audience(List.of("someone"))
			.issuedAt(now)
			.expiresAt(now.plusSeconds(300))
			.claim("auth_time", Date.from(Instant.ofEpochSecond(1000)))
			.claim("nested", Map.of("a", 1));
	}

	private static JWTClaimsSet nimbusClaims() {
		return new JWTClaimsSet.Builder().issuer(ISSUER)
			.subject("ann")
			.expirationTime(Date.from(Instant.now().plusSeconds(300)))
			.build();
	}

	private static String sign(JWSHeader.Builder header, JWSSigner signer) throws Exception {
		SignedJWT jwt = new SignedJWT(header.type(new JOSEObjectType("at+jwt")).build(), nimbusClaims());
		jwt.sign(signer);
		return jwt.serialize();
	}

}
