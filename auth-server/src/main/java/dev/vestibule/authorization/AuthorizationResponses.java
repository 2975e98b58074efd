package dev.vestibule.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.vestibule.web.ErrorPages;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Answers authorization requests at the client's redirect URI, and says in each answer
 * who it is from (RFC 9207). Where there is no redirect URI to trust, the person gets our
 * error page instead. Redirects are 303, so that no form is ever sent on.
 */
@Component
class AuthorizationResponses implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	private final ServerProperties server;

	private final ErrorPages errors;

	AuthorizationResponses(ServerProperties server, ErrorPages errors) {
		this.server = server;
		this.errors = errors;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) {
		OAuth2AuthorizationCodeRequestAuthenticationToken granted = (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
		if (granted.getRedirectUri() == null || granted.getAuthorizationCode() == null) {
			throw new IllegalStateException("a granted request has a redirect URI and a code");
		}
		UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(granted.getRedirectUri())
			.queryParam(OAuth2ParameterNames.CODE, granted.getAuthorizationCode().getTokenValue());
		send(response, uri, granted.getState());
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		FaultKeeper.rethrow(request);
		OAuth2Error error = (exception instanceof OAuth2AuthenticationException protocol) ? protocol.getError()
				: new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR);
		OAuth2AuthorizationCodeRequestAuthenticationToken refused = (exception instanceof OAuth2AuthorizationCodeRequestAuthenticationException refusal)
				? refusal.getAuthorizationCodeRequestAuthentication() : null;
		if (refused == null || refused.getRedirectUri() == null) {
			this.errors.send(request, response, HttpStatus.BAD_REQUEST, explanation(error), describe(error));
			return;
		}
		UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(refused.getRedirectUri())
			.queryParam(OAuth2ParameterNames.ERROR, error.getErrorCode());
		if (error.getDescription() != null) {
			uri.queryParam(OAuth2ParameterNames.ERROR_DESCRIPTION, encode(error.getDescription()));
		}
		send(response, uri, refused.getState());
	}

	private void send(HttpServletResponse response, UriComponentsBuilder uri, @Nullable String state) {
		if (state != null && !state.isEmpty()) {
			uri.queryParam(OAuth2ParameterNames.STATE, encode(state));
		}
		uri.queryParam("iss", encode(this.server.issuer()));
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, uri.build(true).toUriString());
	}

	private static String explanation(OAuth2Error error) {
		String description = String.valueOf(error.getDescription());
		if (!OAuth2ErrorCodes.INVALID_REQUEST.equals(error.getErrorCode())) {
			return "error.client.request";
		}
		if (description.endsWith(": " + OAuth2ParameterNames.CLIENT_ID)) {
			return "error.client.unknown";
		}
		return description.endsWith(": " + OAuth2ParameterNames.REDIRECT_URI) ? "error.client.redirect"
				: "error.client.request";
	}

	private static String describe(OAuth2Error error) {
		return (error.getDescription() != null) ? error.getErrorCode() + ": " + error.getDescription()
				: error.getErrorCode();
	}

	private static String encode(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

}
