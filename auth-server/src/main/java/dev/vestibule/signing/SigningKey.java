package dev.vestibule.signing;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

/**
 * A published key; it verifies tokens of its own algorithm only (RFC 8725, section 3.1).
 *
 * @param jwk the public key as published; its id is its thumbprint (RFC 7638)
 * @param signer absent once the key is retired; used while it is active
 */
record SigningKey(KeyState state, JWK jwk, JWSVerifier verifier, @Nullable JWSSigner signer) {

	String kid() {
		return this.jwk.getKeyID();
	}

	boolean isFor(JWSAlgorithm algorithm) {
		return algorithm.equals(this.jwk.getAlgorithm());
	}

	SigningKey in(KeyState state) {
		return new SigningKey(state, this.jwk, this.verifier, (state != KeyState.RETIRED) ? this.signer : null);
	}

}
