package dev.vestibule.token;

import java.sql.Timestamp;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.signing.OwnJwts;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

/**
 * Tells whether an access token of ours still counts. None is stored: what decides is its
 * signature, the short list of those revoked one by one, and the state of the
 * authorization and the account that it was issued under.
 */
@Component
public class AccessTokens {

	private static final String REVOKE = """
			INSERT INTO revoked_access_token (jti, expires_at) VALUES (:jti, :expiresAt) ON CONFLICT DO NOTHING
			""";

	private final OwnJwts jwts;

	private final Authorizations authorizations;

	private final RegisteredClientRepository clients;

	private final JdbcClient jdbc;

	AccessTokens(OwnJwts jwts, Authorizations authorizations, RegisteredClientRepository clients, JdbcClient jdbc) {
		this.jwts = jwts;
		this.authorizations = authorizations;
		this.clients = clients;
		this.jdbc = jdbc;
	}

	/**
	 * Reads an access token that we signed and that has not expired (RFC 9068, section
	 * 4).
	 */
	Optional<AccessToken> verify(String value) {
		return this.jwts.verify(value).flatMap(AccessToken::of);
	}

	/**
	 * Reads an ID token that we signed, expired or not, as logout takes it (OpenID
	 * Connect RP-Initiated Logout 1.0, section 4).
	 */
	Optional<Jwt> verifyIdTokenHint(String value) {
		return this.jwts.verifyIgnoringExpiry(value).filter((jwt) -> AccessToken.of(jwt).isEmpty());
	}

	/**
	 * Whether a token of ours has not been revoked since: not it, nor its authorization,
	 * its client, or its account.
	 */
	public boolean isActive(Jwt jwt) {
		return AccessToken.of(jwt).filter(this::isActive).isPresent();
	}

	boolean isActive(AccessToken token) {
		return this.clients.findByClientId(token.clientId()) != null && token.authorization()
			.map((id) -> this.authorizations.findByAccessToken(id, token.id())
				.filter(AuthorizationRow::isActive)
				.isPresent())
			.orElseGet(() -> !isRevoked(token.id()));
	}

	private boolean isRevoked(String id) {
		return this.jdbc.sql("SELECT EXISTS (SELECT FROM revoked_access_token WHERE jti = :jti)")
			.param("jti", id)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Revokes this one token until it expires by itself (RFC 7009).
	 */
	void revoke(AccessToken token) {
		this.jdbc.sql(REVOKE)
			.param("jti", token.id())
			.param("expiresAt", Timestamp.from(Objects.requireNonNull(token.jwt().getExpiresAt())))
			.update();
	}

}
