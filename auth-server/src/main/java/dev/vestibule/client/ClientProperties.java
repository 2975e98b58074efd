package dev.vestibule.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The clients that the settings name; each start makes them what the settings say.
 */
@ConfigurationProperties("vestibule")
record ClientProperties(@DefaultValue List<Registration> clients) {

	/**
	 * Whether the settings say what this client is.
	 */
	boolean names(String clientId) {
		return this.clients.stream().map(Registration::clientId).anyMatch(clientId::equals);
	}

	/**
	 * A client. What is not set has the same default as in the API.
	 *
	 * @param clientId required
	 * @param clientSecret required unless the client is public; at least 32 characters
	 * @param clientName what people are shown; the id by default
	 * @param clientUri the client's home page
	 * @param redirectUris https, http on localhost, or a private-use scheme for a public
	 * client; compared exactly
	 * @param postLogoutRedirectUris likewise
	 * @param grantTypes {@code authorization_code} (the default), {@code refresh_token},
	 * {@code client_credentials}
	 * @param scope the scopes that the client may ask for, separated by spaces
	 * @param tokenEndpointAuthMethod {@code client_secret_basic} (the default),
	 * {@code client_secret_post}, {@code private_key_jwt}, or {@code none} for a public
	 * client
	 * @param jwks the public keys of a client with {@code private_key_jwt}: a JWK set in
	 * JSON
	 * @param jwksUri instead, the address at which it publishes them
	 * @param idTokenSignedResponseAlg {@code RS256} (the default, as OpenID Connect has
	 * it) {@code ES256}, {@code PS256} or {@code EdDSA}
	 * @param accessTokenSigningAlg {@code ES256} (the default), {@code RS256},
	 * {@code PS256} or {@code EdDSA}
	 * @param requirePkce whether the client has to use PKCE; true by default
	 * @param requireConsent whether people are asked before the client gets a token; true
	 * by default
	 */
	record Registration(@Nullable String clientId, @Nullable String clientSecret, @Nullable String clientName,
			@Nullable String clientUri, @Nullable List<String> redirectUris,
			@Nullable List<String> postLogoutRedirectUris, @Nullable List<String> grantTypes, @Nullable String scope,
			@Nullable String tokenEndpointAuthMethod, @Nullable String jwks, @Nullable String jwksUri,
			@Nullable String idTokenSignedResponseAlg, @Nullable String accessTokenSigningAlg,
			@Nullable Boolean requirePkce, @Nullable Boolean requireConsent) {

		Map<String, @Nullable Object> fields() {
			Map<String, @Nullable Object> fields = new HashMap<>();
			fields.put("client_id", this.clientId);
			fields.put("client_name", this.clientName);
			fields.put("client_uri", this.clientUri);
			fields.put("redirect_uris", this.redirectUris);
			fields.put("post_logout_redirect_uris", this.postLogoutRedirectUris);
			fields.put("grant_types", this.grantTypes);
			fields.put("scope", this.scope);
			fields.put("token_endpoint_auth_method", this.tokenEndpointAuthMethod);
			fields.put("jwks", this.jwks);
			fields.put("jwks_uri", this.jwksUri);
			fields.put("id_token_signed_response_alg", this.idTokenSignedResponseAlg);
			fields.put("access_token_signing_alg", this.accessTokenSigningAlg);
			fields.put("require_pkce", this.requirePkce);
			fields.put("require_consent", this.requireConsent);
			return fields;
		}

		@Override
		public String toString() {
			return "Registration[clientId=" + this.clientId + "]";
		}

	}

}
