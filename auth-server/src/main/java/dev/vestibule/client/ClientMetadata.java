package dev.vestibule.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a client is registered with, valid as a whole, whether it comes from a document or
 * from the API (RFC 7591, section 2). Besides RFC 7591's and OpenID Connect's names there
 * are {@code require_pkce}, {@code require_consent}, {@code access_token_signing_alg} and
 * {@code brand_color}.
 *
 * @param clientId never the form of a UUID, so that no client's subject is an account's
 * (RFC 9068, section 5)
 * @param redirectUris in the forms that are permitted here: https, http on loopback, or a
 * private-use scheme for public clients; to be compared exactly
 * @param scopes each is one of OpenID Connect's or belongs to a resource server
 * @param jwks the public keys of a client that authenticates with them, in JSON; null if
 * it publishes them itself
 * @param jwksUri where it publishes them; null if they are here
 */
public record ClientMetadata(String clientId, String clientName, @Nullable String clientUri, List<String> redirectUris,
		List<String> postLogoutRedirectUris, List<String> grantTypes, List<String> scopes,
		String tokenEndpointAuthMethod, @Nullable String jwks, @Nullable String jwksUri,
		String idTokenSignedResponseAlg, String accessTokenSigningAlg, boolean requirePkce, boolean requireConsent,
		ClientLook look) {

	/** The scopes that belong to no resource server. */
	public static final Set<String> IDENTITY_SCOPES = Set.of("openid", "profile", "email", "roles", "groups",
			"offline_access");

	/**
	 * Reads and checks what was given.
	 * @param fields values by RFC 7591's names; absent and null mean the default
	 * @param resourceScopes the scopes that there are besides the identity scopes
	 * @throws InvalidClientMetadataException naming every bad and every unknown field
	 */
	public static ClientMetadata read(Map<String, ? extends @Nullable Object> fields, Set<String> resourceScopes) {
		return new ClientMetadataReader(fields, resourceScopes).read();
	}

	/**
	 * Whether the client can keep no secret (RFC 6749, section 2.1).
	 */
	public boolean isPublic() {
		return this.tokenEndpointAuthMethod.equals("none");
	}

	/**
	 * Whether the client authenticates with a secret that we give it.
	 */
	public boolean hasSecret() {
		return this.tokenEndpointAuthMethod.startsWith("client_secret_");
	}

	/**
	 * Whether the client authenticates with keys of its own.
	 */
	boolean hasKeys() {
		return this.jwks != null || this.jwksUri != null;
	}

	/**
	 * The fields by the names under which they are read.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("client_id", this.clientId);
		fields.put("client_name", this.clientName);
		if (this.clientUri != null) {
			fields.put("client_uri", this.clientUri);
		}
		this.look.addTo(fields);
		fields.put("redirect_uris", this.redirectUris);
		fields.put("post_logout_redirect_uris", this.postLogoutRedirectUris);
		fields.put("grant_types", this.grantTypes);
		fields.put("scope", String.join(" ", this.scopes));
		fields.put("token_endpoint_auth_method", this.tokenEndpointAuthMethod);
		if (this.jwks != null) {
			fields.put("jwks", ClientKeys.parse(this.jwks).toJSONObject());
		}
		if (this.jwksUri != null) {
			fields.put("jwks_uri", this.jwksUri);
		}
		fields.put("id_token_signed_response_alg", this.idTokenSignedResponseAlg);
		fields.put("access_token_signing_alg", this.accessTokenSigningAlg);
		fields.put("require_pkce", this.requirePkce);
		fields.put("require_consent", this.requireConsent);
		return fields;
	}

}
