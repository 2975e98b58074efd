package dev.vestibule.federation;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * What a session keeps of a login that was begun at a provider; it opens nothing, since
 * the state itself is known to the browser alone.
 *
 * @param stateHash SHA-256 of the state
 * @param keyId the key that its nonce and code verifier are derived with
 * @param link set if it is to link, and not to sign in
 */
record StartedLogin(String stateHash, String provider, String keyId,
		@Nullable LinkRequest link) implements Serializable {

	private static final long serialVersionUID = 1L;

}
