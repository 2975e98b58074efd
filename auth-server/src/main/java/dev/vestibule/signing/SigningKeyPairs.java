package dev.vestibule.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes key pairs, and reads them back from what is stored: P-256 for ES256, RSA with
 * 2048 bits for RS256 and PS256, Ed25519 for EdDSA.
 */
final class SigningKeyPairs {

	private static final int RSA_BITS = 2048;

	private SigningKeyPairs() {
	}

	static JWK generate(SigningAlgorithm algorithm) {
		try {
			return switch (algorithm) {
				case ES256 -> new ECKeyGenerator(Curve.P_256).provider(Cryptography.provider())
					.algorithm(algorithm.jws())
					.keyUse(KeyUse.SIGNATURE)
					.keyIDFromThumbprint(true)
					.generate();
				case RS256,
						PS256 ->
					new RSAKeyGenerator(RSA_BITS).provider(Cryptography.provider())
						.algorithm(algorithm.jws())
						.keyUse(KeyUse.SIGNATURE)
						.keyIDFromThumbprint(true)
						.generate();
				case EDDSA -> Ed25519.generate()
					.algorithm(algorithm.jws())
					.keyUse(KeyUse.SIGNATURE)
					.keyIDFromThumbprint()
					.build();
			};
		}
		catch (JOSEException | GeneralSecurityException ex) {
			throw new IllegalStateException("this Java platform makes no keys for " + algorithm.getName(), ex);
		}
	}

	/**
	 * The private half in PKCS#8.
	 */
	static byte[] privateKey(JWK pair) {
		try {
			return (pair instanceof OctetKeyPair ed25519) ? Ed25519.pkcs8(ed25519)
					: ((AsymmetricJWK) pair).toPrivateKey().getEncoded();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reads a key.
	 * @param publicJwk the JSON of its public half
	 * @param privateKey its private half in PKCS#8, or null if it no longer signs
	 * @throws IllegalStateException if the public half is not the one that the id names
	 */
	static SigningKey read(String kid, KeyState state, String publicJwk, byte @Nullable [] privateKey) {
		try {
			JWK jwk = JWK.parse(publicJwk);
			if (jwk.isPrivate() || !kid.equals(jwk.getKeyID()) || !kid.equals(jwk.computeThumbprint().toString())) {
				throw new IllegalStateException("the stored public key of signing key " + kid + " was altered");
			}
			return new SigningKey(state, jwk, Verifiers.of(jwk), (privateKey != null) ? signer(jwk, privateKey) : null);
		}
		catch (ParseException | JOSEException | GeneralSecurityException ex) {
			throw new IllegalStateException("signing key " + kid + " cannot be read", ex);
		}
	}

	private static JWSSigner signer(JWK jwk, byte[] privateKey) throws GeneralSecurityException, JOSEException {
		if (jwk instanceof OctetKeyPair) {
			return Cryptography.by(Ed25519.signer(privateKey));
		}
		PrivateKey key = Cryptography.keyFactory(jwk.getKeyType().getValue())
			.generatePrivate(new PKCS8EncodedKeySpec(privateKey));
		return Cryptography.by((jwk instanceof ECKey ec) ? new ECDSASigner(key, ec.getCurve()) : new RSASSASigner(key));
	}

}
