package dev.vestibule.authorization;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Tells the bearer of a token what is wrong with it (RFC 6750, section 3). The
 * framework's own answer names an address made of the request's Host header, or says
 * nothing.
 */
class BearerTokenErrorResponses implements AuthenticationEntryPoint, AuthenticationFailureHandler {

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception) {
		if (exception instanceof OAuth2AuthenticationException) {
			refuse(response, HttpStatus.UNAUTHORIZED, OAuth2ErrorCodes.INVALID_TOKEN);
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
		}
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) {
		FaultKeeper.rethrow(request);
		if (exception instanceof OAuth2AuthenticationException protocol
				&& OAuth2ErrorCodes.INSUFFICIENT_SCOPE.equals(protocol.getError().getErrorCode())) {
			refuse(response, HttpStatus.FORBIDDEN, OAuth2ErrorCodes.INSUFFICIENT_SCOPE + "\", scope=\"openid");
		}
		else {
			refuse(response, HttpStatus.UNAUTHORIZED, OAuth2ErrorCodes.INVALID_TOKEN);
		}
	}

	private static void refuse(HttpServletResponse response, HttpStatus status, String error) {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"" + error + "\"");
		response.setStatus(status.value());
	}

}
