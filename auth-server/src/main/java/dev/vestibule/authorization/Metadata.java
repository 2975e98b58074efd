package dev.vestibule.authorization;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.nimbusds.jose.JWSAlgorithm;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.signing.SigningAlgorithm;
import dev.vestibule.token.Claims;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderMetadataClaimNames;
import org.springframework.stereotype.Component;

/**
 * The discovery documents (RFC 8414, OpenID Connect Discovery 1.0): what the framework
 * says of itself, less what is not offered here, plus what is.
 */
@Component
class Metadata {

	private static final List<String> AUTHENTICATION_METHODS = List.of("client_secret_basic", "client_secret_post",
			"private_key_jwt");

	private static final List<String> AUTHENTICATION_METHODS_OR_NONE = List.of("client_secret_basic",
			"client_secret_post", "private_key_jwt", "none");

	private static final List<String> ASSERTION_ALGORITHMS = RegisteredClients.ASSERTION_ALGORITHMS.stream()
		.map(JWSAlgorithm::getName)
		.sorted()
		.toList();

	private static final List<String> GRANT_TYPES = List.of("authorization_code", "refresh_token",
			"client_credentials");

	private final ResourceServers resourceServers;

	Metadata(ResourceServers resourceServers) {
		this.resourceServers = resourceServers;
	}

	void customize(OAuth2AuthorizationServerMetadata.Builder metadata) {
		metadata.claims(this::common);
	}

	void customize(OidcProviderConfiguration.Builder configuration) {
		configuration.claims((claims) -> {
			common(claims);
			claims.put(OidcProviderMetadataClaimNames.ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED, SigningAlgorithm.names());
			claims.put("claims_supported", List.of("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr",
					"amr", "sid", "email", "email_verified", "name"));
			claims.put("acr_values_supported", List.of(Claims.ONE_FACTOR));
			claims.put("request_parameter_supported", false);
			claims.put("request_uri_parameter_supported", false);
			claims.put("claims_parameter_supported", false);
		});
	}

	private void common(Map<String, Object> claims) {
		TreeSet<String> scopes = new TreeSet<>(this.resourceServers.scopes());
		scopes.addAll(List.of(OidcScopes.OPENID, OidcScopes.EMAIL, OidcScopes.PROFILE));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.SCOPES_SUPPORTED, List.copyOf(scopes));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.GRANT_TYPES_SUPPORTED, GRANT_TYPES);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS_OR_NONE);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS_OR_NONE);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS);
		for (String endpoint : List.of("token", "revocation", "introspection")) {
			claims.put(endpoint + "_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
		}
		claims.put("authorization_response_iss_parameter_supported", true);
		claims.put("response_modes_supported", List.of("query"));
		claims.put("ui_locales_supported", List.of("en", "ko"));
		claims.remove(OAuth2AuthorizationServerMetadataClaimNames.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS);
		claims.remove(OAuth2AuthorizationServerMetadataClaimNames.DPOP_SIGNING_ALG_VALUES_SUPPORTED);
	}

}
