package dev.vestibule.authorization;

import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/**
 * A login that an administrator has begun to try a client, as their session keeps it.
 *
 * @param challenge of a code verifier that nobody keeps, so that the code can be redeemed
 * by {@link ClientTrials} alone
 */
record ClientTrial(String clientId, UUID account, String state, String challenge, String nonce,
		Instant until) implements Serializable {

	private static final long serialVersionUID = 1L;

}
