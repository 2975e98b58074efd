package dev.vestibule.authorization;

import dev.vestibule.token.ResourceIndicators;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/**
 * Tells a client of its own tokens only, and a resource server of those that are for it;
 * any other is inactive to it (RFC 7662, section 2.2).
 */
class IntrospectionGuard implements AuthenticationProvider {

	private final AuthenticationProvider delegate;

	private final ResourceIndicators resources;

	IntrospectionGuard(AuthenticationProvider delegate, ResourceIndicators resources) {
		this.delegate = delegate;
		this.resources = resources;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		Authentication result = this.delegate.authenticate(authentication);
		if (result instanceof OAuth2TokenIntrospectionAuthenticationToken introspection
				&& introspection.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
				&& introspection.getTokenClaims().isActive()
				&& !mayKnow(client.getName(), introspection.getTokenClaims())) {
			return new OAuth2TokenIntrospectionAuthenticationToken(introspection.getToken(), client,
					OAuth2TokenIntrospection.builder().build());
		}
		return result;
	}

	private boolean mayKnow(String clientId, OAuth2TokenIntrospection token) {
		return clientId.equals(token.getClientId())
				|| (token.getAudience() != null && this.resources.isFor(token.getAudience(), clientId));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.delegate.supports(authentication);
	}

}
