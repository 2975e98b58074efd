package dev.vestibule.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.signing.SigningAlgorithm;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.stereotype.Component;

/**
 * What our JWTs say: access tokens as RFC 9068 has them, ID tokens as OpenID Connect Core
 * 1.0, section 2.
 */
@Component
public class Claims implements OAuth2TokenCustomizer<JwtEncodingContext> {

	/**
	 * The authentication context class of every sign-in: one factor, as authenticator
	 * assurance level 1 of NIST SP 800-63B has it.
	 */
	public static final String ONE_FACTOR = "aal1";

	private final ResourceIndicators resources;

	private final TokenProperties properties;

	private final ServerProperties server;

	Claims(ResourceIndicators resources, TokenProperties properties, ServerProperties server) {
		this.resources = resources;
		this.properties = properties;
		this.server = server;
	}

	@Override
	public void customize(JwtEncodingContext context) {
		Authentication principal = context.getPrincipal();
		AccountPrincipal person = (principal != null && principal.getPrincipal() instanceof AccountPrincipal account)
				? account : null;
		if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
			accessToken(context, person);
		}
		else if (person != null) {
			idToken(context, person, Holder.of(Objects.requireNonNull(context.getAuthorization())));
		}
	}

	private void accessToken(JwtEncodingContext context, @Nullable AccountPrincipal person) {
		OAuth2Authorization authorization = context.getAuthorization();
		requireGranted(context, authorization);
		Set<String> audience = audience(context, authorization);
		SigningAlgorithm algorithm = this.resources.signingAlg(audience)
			.map(SigningAlgorithm::of)
			.orElseGet(() -> algorithm(context, RegisteredClients.ACCESS_TOKEN_SIGNING_ALG));
		context.getJwsHeader().algorithm(algorithm).type(AccessToken.TYPE);
		Instant now = Instant.now();
		JwtClaimsSet.Builder claims = context.getClaims()
			.id(AccessToken.newId((authorization != null) ? authorization.getId() : null))
			.issuedAt(now)
			.notBefore(now)
			.expiresAt(now.plus(this.resources.lifetime(audience).orElse(this.properties.accessTokenLifetime())))
			.audience(List.copyOf(audience))
			.claim(OAuth2ParameterNames.CLIENT_ID, context.getRegisteredClient().getClientId());
		if (!context.getAuthorizedScopes().isEmpty()) {
			claims.claim(OAuth2ParameterNames.SCOPE, String.join(" ", context.getAuthorizedScopes()));
		}
		if (person != null) {
			signIn(claims, person);
			Holder.of(Objects.requireNonNull(authorization))
				.memberships(context.getAuthorizedScopes())
				.forEach(claims::claim);
		}
	}

	private void idToken(JwtEncodingContext context, AccountPrincipal person, Holder holder) {
		context.getJwsHeader().algorithm(algorithm(context, RegisteredClients.ID_TOKEN_SIGNING_ALG));
		Instant now = Instant.now();
		JwtClaimsSet.Builder claims = context.getClaims()
			.issuedAt(now)
			.expiresAt(now.plus(this.properties.idTokenLifetime()));
		signIn(claims, person);
		claims.claim("sid", person.sessionId());
		holder.claims(context.getAuthorizedScopes()).forEach(claims::claim);
	}

	/**
	 * When and how the person signed in, and how much that is worth (OpenID Connect Core
	 * 1.0, section 2; RFC 9068, section 2.2.1).
	 */
	private static void signIn(JwtClaimsSet.Builder claims, AccountPrincipal person) {
		claims.claim(IdTokenClaimNames.AUTH_TIME, person.authenticatedAt().getEpochSecond());
		claims.claim(IdTokenClaimNames.AMR, person.methods());
		claims.claim(IdTokenClaimNames.ACR, ONE_FACTOR);
	}

	private static SigningAlgorithm algorithm(JwtEncodingContext context, String setting) {
		String name = context.getRegisteredClient().getTokenSettings().getSetting(setting);
		return SigningAlgorithm.of(Objects.requireNonNull(name));
	}

	// Of what was granted all is gone, or disabled: it may come back, so that the grant
	// stays.
	private static void requireGranted(JwtEncodingContext context, @Nullable OAuth2Authorization authorization) {
		OAuth2AuthorizationRequest request = request(authorization);
		if (request != null && !request.getScopes().isEmpty() && context.getAuthorizedScopes().isEmpty()) {
			throw new OAuth2AuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE, "None of the granted scopes is there any more",
							"https://www.rfc-editor.org/rfc/rfc6749#section-6"));
		}
	}

	private static @Nullable OAuth2AuthorizationRequest request(@Nullable OAuth2Authorization authorization) {
		return (authorization != null) ? authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()) : null;
	}

	private Set<String> audience(JwtEncodingContext context, @Nullable OAuth2Authorization authorization) {
		OAuth2AuthorizationGrantAuthenticationToken grant = context.getAuthorizationGrant();
		OAuth2AuthorizationRequest request = request(authorization);
		return this.resources.audience(
				ResourceIndicators.of((grant != null) ? grant.getAdditionalParameters() : Map.of()),
				(request != null) ? ResourceIndicators.of(request.getAdditionalParameters()) : Set.of(),
				context.getAuthorizedScopes(), this.server.issuer());
	}

}
