package dev.vestibule.benchmark.floor;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

/**
 * A key of each kind, and access tokens signed with them.
 */
class Signers {

	private final ECKey ecKey = new ECKeyGenerator(Curve.P_256).keyID("es256").generate();

	private final RSAKey rsaKey = new RSAKeyGenerator(2048).keyID("rs256").generate();

	private final ECDSASigner es256;

	private final RSASSASigner rs256;

	Signers() throws JOSEException, GeneralSecurityException {
		Provider corretto = corretto();
		this.es256 = new ECDSASigner(own(this.ecKey.toECPrivateKey(), corretto), Curve.P_256);
		this.rs256 = new RSASSASigner(own(this.rsaKey.toRSAPrivateKey(), corretto));
		if (corretto != null) {
			this.es256.getJCAContext().setProvider(corretto);
			this.rs256.getJCAContext().setProvider(corretto);
		}
	}

	private static PrivateKey own(PrivateKey key, @Nullable Provider provider) throws GeneralSecurityException {
		return (provider == null) ? key : KeyFactory.getInstance(key.getAlgorithm(), provider)
			.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
	}

	String publicKeys() {
		return new JWKSet(List.of(this.ecKey, this.rsaKey)).toString();
	}

	/**
	 * An access token (RFC 9068) for a client; RS256 for the one that is called so.
	 */
	String sign(String client) throws JOSEException {
		boolean rsa = client.equals("rs256");
		JWSHeader header = new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
			.type(new JOSEObjectType("at+jwt"))
			.keyID(rsa ? "rs256" : "es256")
			.build();
		Instant now = Instant.now();
		SignedJWT token = new SignedJWT(header,
				new JWTClaimsSet.Builder().issuer("http://127.0.0.1")
					.subject(client)
					.audience("https://api.example.com")
					.claim("client_id", client)
					.claim("scope", "notes.read")
					.jwtID(UUID.randomUUID().toString())
					.issueTime(Date.from(now))
					.expirationTime(Date.from(now.plusSeconds(300)))
					.build());
		token.sign(rsa ? this.rs256 : this.es256);
		return token.serialize();
	}

	/**
	 * The provider that the server signs with too, where the platform has it.
	 */
	private static @Nullable Provider corretto() {
		try {
			return (Provider) Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
				.getField("INSTANCE")
				.get(null);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return null;
		}
	}

}
