package dev.vestibule.token;

import java.time.Instant;
import java.util.UUID;

import dev.vestibule.keyring.Keyring;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Generates the first refresh token of a family, or the successor of the one presented;
 * for public clients too. Whether it ever counts is decided when the authorization is
 * saved.
 */
class RefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {

	private final Keyring keyring;

	private final TokenProperties properties;

	RefreshTokens(Keyring keyring, TokenProperties properties) {
		this.keyring = keyring;
		this.properties = properties;
	}

	@Override
	public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
		OAuth2Authorization authorization = context.getAuthorization();
		if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType()) || authorization == null) {
			return null;
		}
		Instant now = Instant.now();
		return new OAuth2RefreshToken(derive(authorization).value(), now,
				now.plus(this.properties.refreshIdleLifetime()));
	}

	private RefreshToken derive(OAuth2Authorization authorization) {
		Presented presented = authorization.getAttribute(Presented.class.getName());
		if (presented != null && presented.refreshToken() != null && presented.keyId() != null) {
			RefreshToken predecessor = presented.refreshToken();
			return RefreshToken.derive(this.keyring, presented.keyId(), predecessor.family(),
					predecessor.generation() + 1);
		}
		return RefreshToken.derive(this.keyring, this.keyring.writingKey(), UUID.fromString(authorization.getId()), 1);
	}

}
