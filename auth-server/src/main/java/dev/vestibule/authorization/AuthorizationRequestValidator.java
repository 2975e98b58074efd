package dev.vestibule.authorization;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.token.ResourceIndicators;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Checks an authorization request against its client. The redirect URI comes first, by
 * exact comparison of characters, since every later refusal is sent to it.
 */
class AuthorizationRequestValidator implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	// The port is free on loopback IP literals alone (RFC 8252, section 7.3).
	private static final Pattern LOOPBACK = Pattern
		.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::[0-9]{1,5})?((?:[/?].*)?)");

	private static final String S256_CHALLENGE = "[A-Za-z0-9_-]{43}";

	private final ResourceIndicators resources;

	private final ClientTrials trials;

	AuthorizationRequestValidator(ResourceIndicators resources, ClientTrials trials) {
		this.resources = resources;
		this.trials = trials;
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		RegisteredClient client = context.getRegisteredClient();
		String redirectUri = String.valueOf(request.getRedirectUri());
		if (!isRegistered(redirectUri, client.getRedirectUris()) && !this.trials.isRunning(request)) {
			throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "OAuth 2.0 Parameter: redirect_uri", request, null);
		}
		OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR.accept(context);
		if (!this.resources.own(request.getScopes(), ResourceIndicators.of(request.getAdditionalParameters()))) {
			throw refusal("invalid_target", "The requested resource is unknown, or has none of the scopes", request,
					redirectUri);
		}
		if (request.getAdditionalParameters().containsKey("request")) {
			throw refusal("request_not_supported", "Request objects are not supported", request, redirectUri);
		}
		if (request.getAdditionalParameters().get("code_challenge") instanceof String challenge
				&& !challenge.matches(S256_CHALLENGE)) {
			throw refusal(OAuth2ErrorCodes.INVALID_REQUEST, "OAuth 2.0 Parameter: code_challenge", request,
					redirectUri);
		}
	}

	private static boolean isRegistered(String requested, Set<String> registered) {
		String withoutPort = withoutPort(requested);
		return registered.contains(requested)
				|| (withoutPort != null && registered.stream().anyMatch((uri) -> withoutPort.equals(withoutPort(uri))));
	}

	private static @Nullable String withoutPort(String uri) {
		Matcher matcher = LOOPBACK.matcher(uri);
		return matcher.matches() ? matcher.group(1) + matcher.group(2) : null;
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationException refusal(String code, String description,
			OAuth2AuthorizationCodeRequestAuthenticationToken request, @Nullable String redirectUri) {
		return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code, description, null),
				new OAuth2AuthorizationCodeRequestAuthenticationToken(request.getAuthorizationUri(),
						request.getClientId(), (Authentication) request.getPrincipal(), redirectUri, request.getState(),
						request.getScopes(), request.getAdditionalParameters()));
	}

}
