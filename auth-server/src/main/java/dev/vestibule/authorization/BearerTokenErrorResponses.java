package dev.vestibule.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Tells the bearer of a token what is wrong with it in the {@code WWW-Authenticate}
 * header (RFC 6750, section 3), where the userinfo endpoint by itself says it in the body
 * alone.
 */
class BearerTokenErrorResponses implements AuthenticationFailureHandler {

	private final BearerTokenAuthenticationEntryPoint entryPoint = new BearerTokenAuthenticationEntryPoint();

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) {
		boolean scopeMissing = exception instanceof OAuth2AuthenticationException protocol
				&& OAuth2ErrorCodes.INSUFFICIENT_SCOPE.equals(protocol.getError().getErrorCode());
		BearerTokenError error = scopeMissing
				? BearerTokenErrors.insufficientScope("The token lacks the scope openid", OidcScopes.OPENID)
				: BearerTokenErrors.invalidToken("The token is invalid, expired or revoked");
		this.entryPoint.commence(request, response, new OAuth2AuthenticationException(error));
	}

}
