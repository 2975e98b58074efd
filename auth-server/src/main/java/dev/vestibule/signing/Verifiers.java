package dev.vestibule.signing;

import java.security.GeneralSecurityException;

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
		if (publicKey instanceof OctetKeyPair ed25519) {
			return Cryptography.by(ed25519(ed25519));
		}
		return Cryptography
			.by((publicKey instanceof ECKey ec) ? new ECDSAVerifier(ec) : new RSASSAVerifier(publicKey.toRSAKey()));
	}

	private static JWSVerifier ed25519(OctetKeyPair publicKey) throws JOSEException {
		try {
			return Ed25519.verifier(publicKey);
		}
		catch (GeneralSecurityException ex) {
			throw new JOSEException("the key is not one of Ed25519", ex);
		}
	}

}
