package dev.vestibule.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.vestibule.session.Logins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Ends the browser's session after a relying party's logout request was found valid, and
 * sends the person on (OpenID Connect RP-Initiated Logout 1.0, section 3).
 */
class LogoutResponses implements AuthenticationSuccessHandler {

	private final Logins logins;

	LogoutResponses(Logins logins) {
		this.logins = logins;
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException {
		OidcLogoutAuthenticationToken logout = (OidcLogoutAuthenticationToken) authentication;
		this.logins.signOut(request, response);
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, destination(logout));
	}

	private static String destination(OidcLogoutAuthenticationToken logout) {
		if (logout.getPostLogoutRedirectUri() == null || logout.getPostLogoutRedirectUri().isEmpty()) {
			return "/login?signed-out";
		}
		UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(logout.getPostLogoutRedirectUri());
		if (logout.getState() != null) {
			uri.queryParam(OAuth2ParameterNames.STATE, UriUtils.encode(logout.getState(), StandardCharsets.UTF_8));
		}
		return uri.build(true).toUriString();
	}

}
