package dev.vestibule.authorization;

import dev.vestibule.token.AuthorizationService;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/**
 * Has the refresh grant spend the refresh token and issue its successor, or neither; and
 * looks, when the framework has refused a refresh token, whether it was one that had been
 * succeeded. The client's ownership is checked before, so that a stranger kills no
 * family.
 */
class RefreshGuard implements AuthenticationProvider {

	private final AuthenticationProvider delegate;

	private final AuthorizationService authorizations;

	RefreshGuard(AuthenticationProvider delegate, AuthorizationService authorizations) {
		this.delegate = delegate;
		this.authorizations = authorizations;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		try {
			return this.authorizations.refresh(() -> this.delegate.authenticate(authentication));
		}
		catch (OAuth2AuthenticationException ex) {
			if (OAuth2ErrorCodes.INVALID_GRANT.equals(ex.getError().getErrorCode())
					&& authentication instanceof OAuth2RefreshTokenAuthenticationToken request
					&& request.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
					&& client.getRegisteredClient() != null) {
				this.authorizations.punishReuse(request.getRefreshToken(), client.getRegisteredClient().getId());
			}
			throw ex;
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.delegate.supports(authentication);
	}

}
