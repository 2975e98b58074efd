package dev.vestibule.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Attacks 22 and 23 on our own endpoints that take tokens, a hundred at once on two
 * nodes, with good tokens between them.
 */
class TwoNodeForgeryTests extends FlowTests {

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final Page tokens = tokens(this.web, "openid email");

	private final String access = RelyingApp.field(this.tokens, "access_token");

	private final String admin = clientToken("admin-cli", "admin-cli-secret", "admin.read");

	private final String service = clientToken("service", "service-secret", "notes.read");

	@Test
	void attack22WhenTokensAreForSomethingElseThenNoneIsTakenAndGoodOnesAre() {
		String id = RelyingApp.field(this.tokens, "id_token");
		String refresh = RelyingApp.field(this.tokens, "refresh_token");
		userInfo(List.of(id, refresh, this.service, this.admin, "x"));
		administer(List.of(id, refresh, this.service, this.access, "x"));
		introspect(List.of(id, this.service, this.admin, "x"));
	}

	@Test
	void attack23WhenTokensAreForgedThenNoneIsTakenAndNothingFetchedAndGoodOnesAre() throws Exception {
		try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			URI address = URI.create("http://127.0.0.1:" + canary.getLocalPort() + "/keys");
			userInfo(forged(this.access, address));
			introspect(forged(this.access, address));
			administer(forged(this.admin, address));
			canary.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(canary::accept);
		}
	}

	private void userInfo(List<String> bad) {
		BiFunction<Node, String, Page> ask = (node, token) -> new RelyingApp(node.url(), "web", "web-secret")
			.userInfo(token);
		SIBLING.amid((node, i) -> ask.apply(node, pick(bad, i)), (page) -> assertThat(page.status()).isIn(401, 403),
				(node, i) -> ask.apply(node, this.access), (page) -> assertThat(page.status()).isEqualTo(200));
	}

	// Not in step with where the good ones are.
	private static String pick(List<String> bad, int number) {
		return bad.get((number + number / 12) % bad.size());
	}

	private void administer(List<String> bad) {
		BiFunction<Node, String, Page> ask = (node, token) -> new Browser(node.url()).get("/admin/api/clients",
				"Authorization", "Bearer " + token);
		SIBLING.amid((node, i) -> ask.apply(node, pick(bad, i)), (page) -> assertThat(page.status()).isEqualTo(401),
				(node, i) -> ask.apply(node, this.admin), (page) -> assertThat(page.status()).isEqualTo(200));
	}

	private void introspect(List<String> bad) {
		BiFunction<Node, String, Page> ask = (node, token) -> new RelyingApp(node.url(), "web", "web-secret")
			.post("/oauth2/introspect", Map.of("token", token));
		SIBLING.amid((node, i) -> ask.apply(node, pick(bad, i)),
				(page) -> assertThat(page.body()).isEqualTo("{\"active\":false}"),
				(node, i) -> ask.apply(node, this.access),
				(page) -> assertThat(page.body()).contains("\"active\":true"));
	}

	/**
	 * What a genuine token says, as others would sign it.
	 */
	private static List<String> forged(String genuine, URI address) throws IOException, JOSEException, ParseException {
		JWTClaimsSet claims = RelyingApp.claims(genuine);
		ECKey own = PrivateKeyApp.ecKey("own");
		JWK published = published(JWSAlgorithm.ES256);
		JWK rsa = published(JWSAlgorithm.RS256);
		JWSSigner signer = new ECDSASigner(own);
		List<String> forged = new ArrayList<>();
		forged.add(new PlainJWT(claims).serialize());
		forged.add(sign(header(JWSAlgorithm.HS256).keyID(rsa.getKeyID()), claims,
				new MACSigner(rsa.toRSAKey().toPublicKey().getEncoded())));
		forged.add(sign(header(JWSAlgorithm.ES256).jwk(own.toPublicJWK()), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).jwk(own.toPublicJWK()).keyID(published.getKeyID()), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).jwkURL(address).keyID("own"), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).x509CertURL(address), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).keyID("../../" + published.getKeyID()), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).keyID(published.getKeyID())
			.criticalParams(Set.of("exp"))
			.customParam("exp", 1), claims, signer));
		forged.add(sign(header(JWSAlgorithm.ES256).keyID(published.getKeyID()),
				new JWTClaimsSet.Builder(claims).issuer("https://evil.example").build(), signer));
		String[] parts = genuine.split("\\.");
		forged.add(parts[0] + "." + parts[1] + ".");
		forged
			.add(parts[0] + "." + new JWTClaimsSet.Builder(claims).subject("somebody").build().toPayload().toBase64URL()
					+ "." + parts[2]);
		return forged;
	}

	private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
		return new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt"));
	}

	private static String sign(JWSHeader.Builder header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
		SignedJWT jwt = new SignedJWT(header.build(), claims);
		jwt.sign(signer);
		return jwt.serialize();
	}

	private static JWK published(JWSAlgorithm algorithm) throws ParseException {
		JWKSet keys = JWKSet.parse(new Browser(NODE.url()).get("/oauth2/jwks").body());
		return new JWKSelector(new JWKMatcher.Builder().algorithm(algorithm).build()).select(keys).get(0);
	}

	private static String clientToken(String clientId, String secret, String scope) {
		return RelyingApp.field(new RelyingApp(NODE.url(), clientId, secret)
			.token(Map.of("grant_type", "client_credentials", "scope", scope)), "access_token");
	}

}
