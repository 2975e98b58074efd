package dev.vestibule.signing;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;

/**
 * Verify signatures by a public key, whosesoever it is, for each of
 * {@link SigningAlgorithm}. They do not look at which of them the key is for.
 */
public final class Verifiers {

	private Verifiers() {
	}

	/**
	 * A verifier by that key.
	 * @throws JOSEException if it is of no type that signs with one of the algorithms
	 */
	public static JWSVerifier of(JWK publicKey) throws JOSEException {
		try {
			if (publicKey instanceof OctetKeyPair ed25519) {
				return Cryptography.by(Ed25519.verifier(ed25519));
			}
			return Cryptography
				.by((publicKey instanceof ECKey ec) ? new ECDSAVerifier((ECPublicKey) own(ec.toECPublicKey()))
						: new RSASSAVerifier((RSAPublicKey) own(publicKey.toRSAKey().toRSAPublicKey())));
		}
		catch (GeneralSecurityException ex) {
			throw new JOSEException("the key is not one of its type", ex);
		}
	}

	private static Key own(PublicKey key) throws GeneralSecurityException {
		return Cryptography.keyFactory(key.getAlgorithm()).translateKey(key);
	}

}
