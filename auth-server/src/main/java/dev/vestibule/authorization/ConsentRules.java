package dev.vestibule.authorization;

import java.util.Set;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;

/**
 * When a person is asked for consent, and what an answer means.
 */
final class ConsentRules {

	/** The parameter of the button that refuses. */
	static final String DENY = "deny";

	private ConsentRules() {
	}

	/**
	 * Whether to ask: if the client is to ask at all and wants what was not granted
	 * before, or if it demands the page. Who somebody is needs no consent.
	 */
	static boolean isRequired(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		if (AuthorizationPrompt.of(request.getAdditionalParameters()).demandsConsent()) {
			return true;
		}
		Set<String> requested = request.getScopes();
		if (!context.getRegisteredClient().getClientSettings().isRequireAuthorizationConsent()
				|| Set.of(OidcScopes.OPENID).equals(requested)) {
			return false;
		}
		OAuth2AuthorizationConsent consent = context.getAuthorizationConsent();
		return consent == null || !consent.getScopes().containsAll(requested);
	}

	/**
	 * Sends a refusal back to the client. The framework knows one only by its lack of
	 * scopes, which it would fill up with those granted before.
	 */
	static void refuse(OAuth2AuthorizationConsentAuthenticationContext context) {
		OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
		OAuth2AuthorizationRequest request = context.getAuthorizationRequest();
		if (answer.getAdditionalParameters().containsKey(DENY) && request != null
				&& answer.getPrincipal() instanceof Authentication person) {
			throw new OAuth2AuthorizationCodeRequestAuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.ACCESS_DENIED, "The person refused", null),
					new OAuth2AuthorizationCodeRequestAuthenticationToken(request.getAuthorizationUri(),
							request.getClientId(), person, request.getRedirectUri(), request.getState(),
							request.getScopes(), request.getAdditionalParameters()));
		}
	}

}
