package dev.vestibule.token;

import java.util.Optional;
import java.util.UUID;

import dev.vestibule.keyring.RandomText;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * An access token that we signed (RFC 9068). Its {@code jti} is 128 random bits, behind
 * the id of the authorization that it was issued under, if any, so that ending the
 * authorization ends its tokens although none is stored.
 *
 * @param id the {@code jti}
 */
record AccessToken(Jwt jwt, String id, String clientId) {

	static final String TYPE = "at+jwt";

	private static final int AUTHORIZATION_ID_LENGTH = 36;

	/**
	 * Tells an access token from any other JWT of ours: an ID token is none.
	 */
	static Optional<AccessToken> of(Jwt jwt) {
		String id = jwt.getId();
		String clientId = jwt.getClaimAsString("client_id");
		return (TYPE.equals(jwt.getHeaders().get("typ")) && id != null && clientId != null)
				? Optional.of(new AccessToken(jwt, id, clientId)) : Optional.empty();
	}

	static String newId(@Nullable String authorizationId) {
		String random = RandomText.of(16);
		return (authorizationId != null) ? authorizationId + "." + random : random;
	}

	/**
	 * The authorization that it was issued under; empty for a client's own token.
	 */
	Optional<UUID> authorization() {
		return (this.id.indexOf('.') == AUTHORIZATION_ID_LENGTH)
				? Optional.of(UUID.fromString(this.id.substring(0, AUTHORIZATION_ID_LENGTH))) : Optional.empty();
	}

}
