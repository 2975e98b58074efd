package dev.vestibule.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Refuses, before the framework reads it, an authorization request that says a thing
 * twice (RFC 6749, section 3.1) or has an overlong parameter. Only resource indicators
 * may be repeated (RFC 8707, section 2), and scopes, which the consent page sends one by
 * one. It never converts: the framework does.
 */
class AuthorizationRequestConverter implements AuthenticationConverter {

	private static final int MAX_LENGTH = 2048;

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		boolean consent = "POST".equals(request.getMethod()) && request.getParameter("response_type") == null;
		request.getParameterMap().forEach((name, values) -> {
			boolean repeatable = "resource".equals(name) || (consent && "scope".equals(name));
			if (values.length > 1 && !repeatable) {
				throw invalid(name, "is given more than once");
			}
			for (String value : values) {
				if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
					throw invalid(name, "is longer than 2048 characters, or has a character that is not allowed");
				}
			}
		});
		return null;
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationException invalid(String name, String reason) {
		String shown = name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "one";
		return new OAuth2AuthorizationCodeRequestAuthenticationException(
				new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, "The parameter " + shown + " " + reason, null), null);
	}

}
