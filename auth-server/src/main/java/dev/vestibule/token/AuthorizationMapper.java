package dev.vestibule.token;

import java.security.Principal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PersonAuthentication;
import dev.vestibule.token.AuthorizationRow.Code;
import dev.vestibule.token.AuthorizationRow.Family;
import dev.vestibule.token.Presented.Kind;
import dev.vestibule.web.ServerProperties;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

/**
 * Between our row and the framework's authorization: each flow gets exactly the tokens
 * that it looks at, with the values that were presented, since none is stored.
 */
@Component
class AuthorizationMapper {

	private static final String AUTHORIZATION_ENDPOINT = "/oauth2/authorize";

	private final RegisteredClientRepository clients;

	private final ServerProperties server;

	AuthorizationMapper(RegisteredClientRepository clients, ServerProperties server) {
		this.clients = clients;
		this.server = server;
	}

	AuthorizationRow toRow(OAuth2Authorization authorization) {
		OAuth2AuthorizationRequest request = authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
		if (request == null) {
			throw new IllegalStateException("an authorization of a person has a request");
		}
		Map<String, Object> parameters = request.getAdditionalParameters();
		OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
		return new AuthorizationRow(UUID.fromString(authorization.getId()), authorization.getRegisteredClientId(),
				principal(authorization), request.getRedirectUri(), request.getState(), request.getScopes(),
				authorization.getAuthorizedScopes(), ResourceIndicators.of(parameters),
				(String) parameters.get(PkceParameterNames.CODE_CHALLENGE),
				(String) parameters.get(OidcParameterNames.NONCE), (code != null) ? code(code.getToken()) : null, null,
				false, null, false);
	}

	private static Code code(OAuth2AuthorizationCode code) {
		if (code.getIssuedAt() == null || code.getExpiresAt() == null) {
			throw new IllegalStateException("an authorization code has its times");
		}
		return new Code(code.getIssuedAt(), code.getExpiresAt(), false);
	}

	Optional<OAuth2Authorization> waitingForConsent(AuthorizationRow row, String state) {
		return rehydrate(row, Presented.of(Kind.CONSENT_STATE))
			.map((builder) -> builder.attribute(OAuth2ParameterNames.STATE, state).build());
	}

	Optional<OAuth2Authorization> withCode(AuthorizationRow row, String value) {
		Code code = row.code();
		if (code == null) {
			throw new IllegalStateException("found by its code, and it has none");
		}
		return rehydrate(row, Presented.of(Kind.CODE)).map((builder) -> {
			builder.token(new OAuth2AuthorizationCode(value, code.issuedAt(), code.expiresAt()), (metadata) -> metadata
				.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, code.redeemed() || row.revoked()));
			if (code.redeemed()) {
				// A replay only reaches the save if there is a token to be invalidated.
				builder.refreshToken(new OAuth2RefreshToken("issued", code.issuedAt()));
			}
			return builder.build();
		});
	}

	/**
	 * @param rotated whether the refresh token was spent by finding the row
	 */
	Optional<OAuth2Authorization> withRefreshToken(AuthorizationRow row, RefreshToken token, boolean rotated) {
		Family family = row.family();
		if (family == null) {
			throw new IllegalStateException("found by its refresh token, and it has none");
		}
		boolean current = rotated || token.generation() == family.generation()
				|| (family.graced() && token.generation() == family.generation() - 1);
		return rehydrate(row, new Presented(Kind.REFRESH_TOKEN, token, family.keyId(), rotated)).map(
				(builder) -> withIdToken(builder, row)
					.token(new OAuth2RefreshToken(token.value(), family.rotatedAt(), family.expiresAt()),
							(metadata) -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME,
									row.revoked() || !current))
					.build());
	}

	Optional<OAuth2Authorization> withAccessToken(AuthorizationRow row, AccessToken token) {
		return rehydrate(row, Presented.of(Kind.ACCESS_TOKEN))
			.map((builder) -> withAccessToken(withIdToken(builder, row), token.jwt(), row.isActive()));
	}

	Optional<OAuth2Authorization> ofClientCredentials(AccessToken token, boolean active) {
		return Optional.ofNullable(this.clients.findByClientId(token.clientId()))
			.map((client) -> withAccessToken(OAuth2Authorization.withRegisteredClient(client)
				.principalName(client.getClientId())
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.attribute(Presented.class.getName(), Presented.of(Kind.ACCESS_TOKEN)), token.jwt(), active));
	}

	/**
	 * For logout, which has to work when the row is long gone: all that it needs is in
	 * the ID token.
	 */
	Optional<OAuth2Authorization> ofIdToken(Jwt jwt) {
		return Optional.ofNullable(jwt.getClaimAsString(IdTokenClaimNames.AZP))
			.map(this.clients::findByClientId)
			.map((client) -> ofIdToken(jwt, client));
	}

	private static OAuth2Authorization ofIdToken(Jwt jwt, RegisteredClient client) {
		AccountPrincipal principal = new AccountPrincipal(UUID.fromString(jwt.getSubject()), 0, Instant.EPOCH,
				String.valueOf(jwt.getClaimAsString("sid")), List.of());
		return OAuth2Authorization.withRegisteredClient(client)
			.principalName(principal.getName())
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.attribute(Principal.class.getName(), PersonAuthentication.of(principal))
			.token(new OidcIdToken(jwt.getTokenValue(), jwt.getIssuedAt(), jwt.getExpiresAt(), jwt.getClaims()))
			.build();
	}

	static AccountPrincipal principal(OAuth2Authorization authorization) {
		Authentication authentication = authorization.getAttribute(Principal.class.getName());
		if (authentication != null && authentication.getPrincipal() instanceof AccountPrincipal principal) {
			return principal;
		}
		throw new IllegalStateException("an authorization belongs to an account");
	}

	// Empty while the client is disabled.
	private Optional<OAuth2Authorization.Builder> rehydrate(AuthorizationRow row, Presented presented) {
		return Optional.ofNullable(this.clients.findById(row.clientId()))
			.map((client) -> rehydrate(row, presented, client));
	}

	private OAuth2Authorization.Builder rehydrate(AuthorizationRow row, Presented presented, RegisteredClient client) {
		return OAuth2Authorization.withRegisteredClient(client)
			.id(row.id().toString())
			.principalName(row.principal().getName())
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizedScopes(stillRegistered(row.authorizedScopes(), client))
			.attribute(Principal.class.getName(), PersonAuthentication.of(row.principal()))
			.attribute(OAuth2AuthorizationRequest.class.getName(), request(row))
			.attribute(Presented.class.getName(), presented)
			.attribute(Holder.class.getName(), Objects.requireNonNull(row.holder()));
	}

	// What a client may no longer ask for, an old grant does not give it either.
	private static Set<String> stillRegistered(Set<String> scopes, RegisteredClient client) {
		Set<String> registered = new LinkedHashSet<>(scopes);
		registered.retainAll(client.getScopes());
		return registered;
	}

	private OAuth2AuthorizationRequest request(AuthorizationRow row) {
		Map<String, Object> parameters = new HashMap<>();
		if (row.codeChallenge() != null) {
			parameters.put(PkceParameterNames.CODE_CHALLENGE, row.codeChallenge());
			parameters.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
		}
		if (row.nonce() != null) {
			parameters.put(OidcParameterNames.NONCE, row.nonce());
		}
		if (!row.resources().isEmpty()) {
			parameters.put(ResourceIndicators.PARAMETER, row.resources().toArray(String[]::new));
		}
		return OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(this.server.url(AUTHORIZATION_ENDPOINT))
			// Nobody asks for the whole address, which would be put together at each use.
			.authorizationRequestUri(this.server.url(AUTHORIZATION_ENDPOINT))
			.clientId(row.clientId())
			.redirectUri(row.redirectUri())
			.scopes(row.requestedScopes())
			.state(row.clientState())
			.additionalParameters(parameters)
			.build();
	}

	// The refresh grant copies these two claims from the ID token that came before, and
	// insists on a Date.
	private static OAuth2Authorization.Builder withIdToken(OAuth2Authorization.Builder builder, AuthorizationRow row) {
		Instant authenticatedAt = row.principal().authenticatedAt();
		Map<String, Object> claims = Map.of(IdTokenClaimNames.SUB, row.principal().getName(),
				IdTokenClaimNames.AUTH_TIME, Date.from(authenticatedAt), "sid", row.principal().sessionId());
		return builder.token(new OidcIdToken("issued", null, null, claims),
				(metadata) -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims));
	}

	private static OAuth2Authorization withAccessToken(OAuth2Authorization.Builder builder, Jwt jwt, boolean active) {
		String scope = jwt.getClaimAsString(OAuth2ParameterNames.SCOPE);
		Set<String> scopes = (scope != null) ? new LinkedHashSet<>(List.of(scope.split(" "))) : Set.of();
		OAuth2AccessToken token = new OAuth2AccessToken(TokenType.BEARER, jwt.getTokenValue(), jwt.getIssuedAt(),
				jwt.getExpiresAt(), scopes);
		return builder.token(token, (metadata) -> {
			metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, jwt.getClaims());
			metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, !active);
		}).build();
	}

}
