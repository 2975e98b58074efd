package dev.vestibule.authorization;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Refuses, before the framework reads it, an authorization request that breaks the rules
 * for parameters, that names no redirect URI to answer at, or that was pushed, which is
 * not offered. It never converts: the framework does.
 */
class AuthorizationRequestConverter implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		boolean consent = isConsent(request);
		// The consent page sends the scopes one by one.
		ProtocolParameters.flaw(request.getParameterMap(), consent ? Set.of(OAuth2ParameterNames.SCOPE) : Set.of())
			.ifPresent((flaw) -> {
				throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, flaw);
			});
		if (request.getParameter(OAuth2ParameterNames.REQUEST_URI) != null) {
			throw refusal("request_uri_not_supported", "Pushed requests are not supported");
		}
		String redirectUri = request.getParameter(OAuth2ParameterNames.REDIRECT_URI);
		if (!consent && (redirectUri == null || redirectUri.isEmpty())) {
			throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "The parameter redirect_uri is missing");
		}
		return null;
	}

	/**
	 * Whether this is the answer to the consent page, and not an authorization request.
	 */
	static boolean isConsent(HttpServletRequest request) {
		return "POST".equals(request.getMethod()) && request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE) == null;
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(String code, String description) {
		return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code, description, null),
				null);
	}

}
