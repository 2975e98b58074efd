package dev.vestibule.token;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * One authorization as it is stored.
 *
 * @param redirectUri as requested; null if the request left it out
 * @param clientState the request's {@code state}
 * @param resources the resource indicators that were granted (RFC 8707)
 * @param code null before the code is issued
 * @param family null unless refresh tokens are issued
 * @param revoked whether nothing may be issued under it any more
 * @param holder whose it is, as the account is now; null before it is written
 * @param tokenRevoked whether the access token that it was found by was revoked
 */
record AuthorizationRow(UUID id, String clientId, AccountPrincipal principal, @Nullable String redirectUri,
		@Nullable String clientState, Set<String> requestedScopes, Set<String> authorizedScopes, Set<String> resources,
		@Nullable String codeChallenge, @Nullable String nonce, @Nullable Code code, @Nullable Family family,
		boolean revoked, @Nullable Holder holder, boolean tokenRevoked) {

	/**
	 * Whether the access token that it was found by still counts.
	 */
	boolean isActive() {
		return !this.revoked && !this.tokenRevoked && isOpen();
	}

	/**
	 * Whether the issuing gate was open when it was read.
	 */
	boolean isOpen() {
		return this.holder != null && this.holder.gateOpen();
	}

	/**
	 * The authorization code's times; the code itself is stored as a hash.
	 */
	record Code(Instant issuedAt, Instant expiresAt, boolean redeemed) {

	}

	/**
	 * The refresh family.
	 *
	 * @param keyId the keyring key that its tokens are derived with
	 * @param generation of the token that is valid now
	 * @param graced whether the former generation may still be repeated
	 */
	record Family(String keyId, int generation, Instant rotatedAt, Instant expiresAt, boolean graced) {

	}

}
