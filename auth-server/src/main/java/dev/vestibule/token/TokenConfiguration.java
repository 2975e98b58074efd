package dev.vestibule.token;

import java.time.Duration;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Which generators make what is issued, and when its traces are over.
 */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

	/**
	 * Longer than any access token lives, and than clocks differ.
	 */
	private static final Duration MARGIN = Duration.ofHours(1);

	@Bean
	OAuth2TokenGenerator<OAuth2Token> tokenGenerator(JwtEncoder encoder, Claims claims, Keyring keyring,
			TokenProperties properties) {
		JwtGenerator jwts = new JwtGenerator(encoder);
		jwts.setJwtCustomizer(claims);
		return new DelegatingOAuth2TokenGenerator(jwts, new RefreshTokens(keyring, properties));
	}

	/**
	 * An authorization is over when nothing can be redeemed, refreshed or introspected
	 * under it any more; logout needs the ID token alone.
	 */
	@Bean
	Purge authorizationPurge() {
		return Purge.olderThan(MARGIN, "oauth2_authorization",
				"coalesce(revoked_at, over_on, code_expires_at, created_at)");
	}

	@Bean
	Purge revokedAccessTokenPurge() {
		return Purge.olderThan(MARGIN, "revoked_access_token", "expires_at");
	}

}
