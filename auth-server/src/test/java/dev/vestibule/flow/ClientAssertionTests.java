package dev.vestibule.flow;

import java.security.Key;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.purge.Purge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that authenticate with their keys (RFC 7523, private_key_jwt).
 */
class ClientAssertionTests extends FlowTests {

	private static final String CLIENT = "signing-client";

	private static ECKey ec;

	private static RSAKey rsa;

	@BeforeAll
	static void register() throws JOSEException {
		ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
		rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
		Map<String, Object> keys = new JWKSet(List.of(ec.toPublicJWK(), rsa.toPublicJWK())).toJSONObject();
		ClientMetadata metadata = ClientMetadata.read(
				Map.of("client_id", CLIENT, "grant_types", List.of("client_credentials"), "scope", "notes.read",
						"token_endpoint_auth_method", "private_key_jwt", "jwks", keys),
				NODE.bean(ResourceServers.class).scopes());
		assertThat(NODE.bean(Clients.class).register(metadata, "test").orElseThrow().secret()).isNull();
		assertThat(NODE.bean(Clients.class).find(CLIENT).orElseThrow().metadata()).isEqualTo(metadata);
	}

	@Test
	void tokenWhenAssertionSignedWithARegisteredKeyThenIssued() throws JOSEException {
		for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
			assertThat(token(sign(algorithm, claims().build())).status()).as(algorithm.getName()).isEqualTo(200);
		}
		assertThat(token(sign(JWSAlgorithm.ES256, claims().audience(NODE.issuer() + "/oauth2/token").build())).status())
			.isEqualTo(200);
	}

	@Test
	void tokenWhenSameAssertionAtOnceThenOneSuccess() throws JOSEException {
		String assertion = sign(JWSAlgorithm.ES256, claims().build());
		List<Page> pages = inParallel(20, () -> token(assertion));
		assertThat(pages).filteredOn((page) -> page.status() == 200).hasSize(1);
		assertThat(pages).filteredOn((page) -> page.status() == 401).hasSize(19);
		assertRefused(assertion);
	}

	@Test
	void tokenWhenAssertionIsNotAsItHasToBeThenRefused() throws JOSEException {
		List<JWTClaimsSet> bad = List.of(claims().issuer("web").build(), claims().subject("web").build(),
				claims().audience("https://other.example").build(), claims().audience((String) null).build(),
				claims().jwtID(null).build(), claims().jwtID(" ").build(), claims().expirationTime(null).build(),
				claims().expirationTime(in(400)).build(), claims().expirationTime(in(-60)).build(),
				claims().notBeforeTime(in(60)).build());
		for (JWTClaimsSet claims : bad) {
			assertRefused(sign(JWSAlgorithm.ES256, claims));
		}
	}

	@Test
	void attack23WhenSignedWithAnythingElseThenRefused() throws JOSEException {
		assertRefused(new PlainJWT(claims().build()).serialize());
		ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
		assertRefused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").build(), new ECDSASigner(stranger)));
		assertRefused(sign(new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(stranger.toPublicJWK()).build(),
				new ECDSASigner(stranger)));
		Key published = rsa.toPublicKey();
		assertRefused(sign(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
				new MACSigner(published.getEncoded())));
		assertRefused(sign(new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa").build(), new RSASSASigner(rsa)));
	}

	@Test
	void tokenWhenSignedWithEd25519ThenIssuedAndWithAnotherRefused() {
		OctetKeyPair key = PrivateKeyApp.ed25519Key("ed");
		PrivateKeyApp app = PrivateKeyApp.register("jwks", new JWKSet(key.toPublicJWK()).toJSONObject(), key);
		assertThat(app.token().status()).isEqualTo(200);
		assertRefused(app.with(PrivateKeyApp.ed25519Key("ed")).token());
		assertRefused(app.with(PrivateKeyApp.ed25519Key("other")).token());
	}

	@Test
	void anyEndpointWhenClientIsNamedByItsAssertionAloneThenKnown() throws JOSEException {
		PrivateKeyApp app = new PrivateKeyApp(NODE.url(), CLIENT, ec);
		Page token = app.token();
		assertThat(token.status()).isEqualTo(200);
		Map<String, String> form = Map.of("token", RelyingApp.field(token, "access_token"));
		assertThat(app.post("/oauth2/introspect", form, app.assertion()).body()).contains("\"active\":true");
		assertThat(app.post("/oauth2/revoke", form, app.assertion()).status()).isEqualTo(200);
		assertThat(app.post("/oauth2/introspect", form, app.assertion()).body()).contains("\"active\":false");
	}

	@Test
	void tokenWhenAssertionNamesNobodyOrAnotherThenRefused() throws JOSEException {
		PrivateKeyApp app = new PrivateKeyApp(NODE.url(), CLIENT, ec);
		for (JWTClaimsSet claims : List.of(claims().subject(null).build(), claims().subject("nobody").build(),
				claims().subject("service").build())) {
			assertRefused(app.token(sign(JWSAlgorithm.ES256, claims)));
		}
		for (String nonsense : List.of("x", "a.b.c", "a.b.c.d.e", new PlainJWT(claims().build()).serialize())) {
			assertRefused(app.token(nonsense));
		}
		assertThat(app.token(sign(JWSAlgorithm.ES256, claims().subject("a\0b").build())).status()).isEqualTo(400);
		assertRefused(token("service", app.assertion()));
	}

	@Test
	void redeemWhenClientAuthenticatesWithItsKeyThenProofOfTheCodeIsStillAskedFor() {
		PrivateKeyApp app = PrivateKeyApp.register("jwks", new JWKSet(ec.toPublicJWK()).toJSONObject(), ec);
		NODE.jdbc()
			.sql("UPDATE client SET grant_types = '{authorization_code}', redirect_uris = ARRAY[?], require_consent = false WHERE client_id = ?")
			.params(RelyingApp.REDIRECT_URI, app.clientId())
			.update();
		RelyingApp browserSide = new RelyingApp(NODE.url(), app.clientId(), "unused");
		Browser browser = signedIn(someone());
		withinASecond(() -> assertThat(code(browser, browserSide, "notes.read")).isNotEmpty());
		Map<String, String> form = new TreeMap<>(Map.of("grant_type", "authorization_code", "redirect_uri",
				RelyingApp.REDIRECT_URI, "code", code(browser, browserSide, "notes.read")));
		assertInvalidGrant(app.post("/oauth2/token", form, app.assertion()));
		assertInvalidGrant(app.post("/oauth2/token", with(form, "code_verifier", "x".repeat(43)), app.assertion()));
		Page tokens = app.post("/oauth2/token", with(form, "code_verifier", RelyingApp.VERIFIER), app.assertion());
		assertThat(tokens.status()).isEqualTo(200);
	}

	@Test
	void tokenWhenClientHasASecretInsteadThenAssertionRefused() throws JOSEException {
		JWTClaimsSet claims = claims().issuer("service").subject("service").build();
		assertThat(token("service", sign(JWSAlgorithm.ES256, claims)).status()).isEqualTo(401);
		assertThat(new RelyingApp(NODE.url(), CLIENT, "guessed").token(Map.of("grant_type", "client_credentials"))
			.status()).isEqualTo(401);
	}

	@Test
	void purgeWhenAssertionIsOverThenForgotten() throws JOSEException {
		token(sign(JWSAlgorithm.ES256, claims().jwtID("over").build()));
		token(sign(JWSAlgorithm.ES256, claims().jwtID("fresh").build()));
		NODE.jdbc()
			.sql("UPDATE client_assertion SET expires_at = now() - interval '2 minutes' WHERE jti = 'over'")
			.update();
		NODE.bean("clientAssertionPurge", Purge.class).removeBatch(NODE.jdbc());
		assertThat(NODE.jdbc()
			.sql("SELECT jti FROM client_assertion WHERE jti IN ('over', 'fresh')")
			.query(String.class)
			.list()).containsExactly("fresh");
	}

	@Test
	void discoveryThenSaysSo() {
		Page page = browser().get("/.well-known/openid-configuration");
		assertThat(page.body()).contains("\"private_key_jwt\"",
				"\"token_endpoint_auth_signing_alg_values_supported\":[\"ES256\",\"EdDSA\",\"PS256\",\"RS256\"]");
	}

	private static JWTClaimsSet.Builder claims() {
		return PrivateKeyApp.claims(CLIENT);
	}

	private static Date in(int seconds) {
		return Date.from(Instant.now().plusSeconds(seconds));
	}

	private static String sign(JWSAlgorithm algorithm, JWTClaimsSet claims) throws JOSEException {
		boolean curve = algorithm.equals(JWSAlgorithm.ES256);
		return sign(new JWSHeader.Builder(algorithm).keyID(curve ? "ec" : "rsa").build(),
				curve ? new ECDSASigner(ec) : new RSASSASigner(rsa), claims);
	}

	private static String sign(JWSHeader header, JWSSigner signer) throws JOSEException {
		return sign(header, signer, claims().build());
	}

	private static String sign(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
		SignedJWT jwt = new SignedJWT(header, claims);
		jwt.sign(signer);
		return jwt.serialize();
	}

	private static void assertRefused(String assertion) {
		assertRefused(token(assertion));
	}

	private static void assertRefused(Page page) {
		assertThat(page.status()).isEqualTo(401);
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_client");
	}

	private static Page token(String assertion) {
		return token(CLIENT, assertion);
	}

	private static Page token(String clientId, String assertion) {
		return new Browser(NODE.url()).post("/oauth2/token",
				new TreeMap<>(Map.of("grant_type", "client_credentials", "client_id", clientId, "client_assertion_type",
						"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", assertion)));
	}

}
