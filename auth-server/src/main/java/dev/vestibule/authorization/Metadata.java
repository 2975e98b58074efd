package dev.vestibule.authorization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.nimbusds.jose.JWSAlgorithm;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.signing.SigningAlgorithm;
import dev.vestibule.token.Claims;
import dev.vestibule.web.PublicDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * The discovery documents (RFC 8414, OpenID Connect Discovery 1.0): what is offered here,
 * checked by the framework and written anew only when a scope comes or goes.
 */
@Configuration(proxyBeanMethods = false)
class Metadata implements SmartInitializingSingleton {

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

	private final AuthorizationServerSettings settings;

	private final ResourceServers resourceServers;

	Metadata(AuthorizationServerSettings settings, ResourceServers resourceServers) {
		this.settings = settings;
		this.resourceServers = resourceServers;
	}

	/**
	 * Reads the scopes, so that they are known when the database is not there.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.resourceServers.lastGrantedScopes();
	}

	@Bean
	PublicDocument authorizationServerMetadata() {
		return document("oauth-authorization-server", this::authorizationServer);
	}

	@Bean
	PublicDocument openIdConfiguration() {
		return document("openid-configuration", this::openIdProvider);
	}

	private PublicDocument document(String name, Function<Set<String>, Map<String, Object>> claims) {
		ByScopes content = new ByScopes(
				(scopes) -> new PublicDocument.Content(JsonMapper.shared().writeValueAsBytes(claims.apply(scopes))));
		return new PublicDocument("/.well-known/" + name, () -> content.of(this.resourceServers.lastGrantedScopes()));
	}

	private Map<String, Object> authorizationServer(Set<String> scopes) {
		return OAuth2AuthorizationServerMetadata.withClaims(common(scopes)).build().getClaims();
	}

	private Map<String, Object> openIdProvider(Set<String> scopes) {
		return OidcProviderConfiguration.withClaims(common(scopes))
			.userInfoEndpoint(url(this.settings.getOidcUserInfoEndpoint()))
			.endSessionEndpoint(url(this.settings.getOidcLogoutEndpoint()))
			.subjectType("public")
			.claim(OidcProviderMetadataClaimNames.ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED, SigningAlgorithm.names())
			.claim("claims_supported",
					List.of("sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "email",
							"email_verified", "name", "roles", "groups"))
			.claim("acr_values_supported", List.of(Claims.ONE_FACTOR))
			.claim("request_parameter_supported", false)
			.claim("request_uri_parameter_supported", false)
			.claim("claims_parameter_supported", false)
			.build()
			.getClaims();
	}

	private Map<String, Object> common(Set<String> scopes) {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.ISSUER, this.settings.getIssuer());
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.AUTHORIZATION_ENDPOINT,
				url(this.settings.getAuthorizationEndpoint()));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT, url(this.settings.getTokenEndpoint()));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS_OR_NONE);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.JWKS_URI, url(this.settings.getJwkSetEndpoint()));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.RESPONSE_TYPES_SUPPORTED, List.of("code"));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.GRANT_TYPES_SUPPORTED, GRANT_TYPES);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT,
				url(this.settings.getTokenRevocationEndpoint()));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS_OR_NONE);
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT,
				url(this.settings.getTokenIntrospectionEndpoint()));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED,
				AUTHENTICATION_METHODS);
		for (String endpoint : List.of("token", "revocation", "introspection")) {
			claims.put(endpoint + "_endpoint_auth_signing_alg_values_supported", ASSERTION_ALGORITHMS);
		}
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.CODE_CHALLENGE_METHODS_SUPPORTED, List.of("S256"));
		claims.put(OAuth2AuthorizationServerMetadataClaimNames.SCOPES_SUPPORTED, withIdentityScopes(scopes));
		claims.put("authorization_response_iss_parameter_supported", true);
		claims.put("response_modes_supported", List.of("query"));
		claims.put("ui_locales_supported", List.of("en", "ko"));
		return claims;
	}

	private String url(String endpoint) {
		return this.settings.getIssuer() + endpoint;
	}

	private static List<String> withIdentityScopes(Set<String> scopes) {
		TreeSet<String> all = new TreeSet<>(scopes);
		all.addAll(List.of(OidcScopes.OPENID, OidcScopes.EMAIL, OidcScopes.PROFILE, "roles", "groups"));
		return List.copyOf(all);
	}

	/**
	 * The content of a document, as it was written for the last set of scopes.
	 */
	private static final class ByScopes {

		private final Function<Set<String>, PublicDocument.Content> write;

		private volatile @Nullable Written last;

		ByScopes(Function<Set<String>, PublicDocument.Content> write) {
			this.write = write;
		}

		PublicDocument.Content of(Set<String> scopes) {
			Written written = this.last;
			if (written == null || !written.scopes().equals(scopes)) {
				written = new Written(scopes, this.write.apply(scopes));
				this.last = written;
			}
			return written.content();
		}

		private record Written(Set<String> scopes, PublicDocument.Content content) {

		}

	}

}
