package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.flow.Browser.Page;

/**
 * A client that authenticates with a key (RFC 7523).
 */
record PrivateKeyApp(String url, String clientId, JWK key) {

	static ECKey ecKey(String kid) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static OctetKeyPair ed25519Key(String kid) {
		try {
			KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
			byte[] x509 = pair.getPublic().getEncoded();
			byte[] d = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
			return new OctetKeyPair.Builder(Curve.Ed25519,
					Base64URL.encode(Arrays.copyOfRange(x509, x509.length - 32, x509.length)))
				.d(Base64URL.encode(d))
				.keyID(kid)
				.build();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Registers a client with some keys, or with their address.
	 * @param field {@code jwks} or {@code jwks_uri}
	 */
	static PrivateKeyApp register(String field, Object keys, JWK key) {
		String clientId = "signing-" + UUID.randomUUID();
		ClientMetadata metadata = ClientMetadata.read(
				Map.of("client_id", clientId, "grant_types", List.of("client_credentials"), "scope", "notes.read",
						"token_endpoint_auth_method", "private_key_jwt", field, keys),
				FlowTests.NODE.bean(ResourceServers.class).scopes());
		FlowTests.NODE.bean(Clients.class).register(metadata, "test").orElseThrow();
		return new PrivateKeyApp(FlowTests.NODE.url(), clientId, key);
	}

	PrivateKeyApp at(Node node) {
		return new PrivateKeyApp(node.url(), this.clientId, this.key);
	}

	PrivateKeyApp with(JWK other) {
		return new PrivateKeyApp(this.url, this.clientId, other);
	}

	static JWTClaimsSet.Builder claims(String clientId) {
		return new JWTClaimsSet.Builder().issuer(clientId)
			.subject(clientId)
			.audience(FlowTests.NODE.issuer())
			.jwtID(UUID.randomUUID().toString())
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(60)));
	}

	String assertion() {
		JWTClaimsSet claims = claims(this.clientId).build();
		try {
			if (this.key instanceof OctetKeyPair ed25519) {
				return sign(ed25519, claims);
			}
			boolean curve = this.key instanceof ECKey;
			SignedJWT jwt = new SignedJWT(
					new JWSHeader.Builder(curve ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256).keyID(this.key.getKeyID())
						.build(),
					claims);
			jwt.sign(curve ? new ECDSASigner(this.key.toECKey()) : new RSASSASigner(this.key.toRSAKey()));
			return jwt.serialize();
		}
		catch (JOSEException | GeneralSecurityException | ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String sign(OctetKeyPair key, JWTClaimsSet claims) throws GeneralSecurityException, ParseException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(key.getKeyID()).build();
		Base64URL payload = Base64URL.encode(claims.toString());
		Signature signature = Signature.getInstance("Ed25519");
		signature.initSign(KeyFactory.getInstance("Ed25519")
			.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, key.getDecodedD())));
		signature.update((header.toBase64URL() + "." + payload).getBytes(StandardCharsets.US_ASCII));
		return new SignedJWT(header.toBase64URL(), payload, Base64URL.encode(signature.sign())).serialize();
	}

	Page token() {
		return token(assertion());
	}

	/**
	 * Asks for a token, naming the client by its assertion alone.
	 */
	Page token(String assertion) {
		return post("/oauth2/token", Map.of("grant_type", "client_credentials"), assertion);
	}

	Page post(String path, Map<String, String> form, String assertion) {
		Map<String, String> fields = new TreeMap<>(form);
		fields.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		fields.put("client_assertion", assertion);
		return new Browser(this.url).post(path, fields);
	}

}
