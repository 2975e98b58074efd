package dev.vestibule.signing;

import java.security.PublicKey;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

/**
 * A published key; it verifies tokens of its own algorithm only (RFC 8725, section 3.1).
 *
 * @param jwk the public key as published; its id is its thumbprint (RFC 7638)
 * @param signer present while the key is active
 */
record SigningKey(JWK jwk, PublicKey publicKey, @Nullable JWSSigner signer) {

	String kid() {
		return this.jwk.getKeyID();
	}

	boolean isFor(JWSAlgorithm algorithm) {
		return algorithm.equals(this.jwk.getAlgorithm());
	}

}
