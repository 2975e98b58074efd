package dev.vestibule.federation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The providers that the settings name, by id; each start makes them what the settings
 * say. One without a client is none.
 */
@ConfigurationProperties("vestibule")
record ProvidersProperties(@DefaultValue Map<String, Registration> providers) {

	/**
	 * Whether the settings say what this provider is.
	 */
	boolean names(String id) {
		Registration registration = this.providers.get(id);
		return registration != null && registration.isSet();
	}

	/**
	 * A provider. What is not set is as the preset has it.
	 *
	 * @param preset {@code google}, {@code facebook}, {@code github}, {@code x},
	 * {@code kakao}, {@code naver}, {@code microsoft}, {@code apple}, {@code oidc} or
	 * {@code oauth2}; the id by default
	 * @param name what people are shown
	 * @param enabled whether people may sign in with it; if it is not set, the admin API
	 * may switch it off and on
	 * @param position where the login page shows it, from 0 to 1000, the lowest first
	 * @param clientId who we are there
	 * @param clientSecret our secret there; at Apple, the text of the private key
	 * @param trust {@code never}, {@code authoritative} (Google's default), or
	 * {@code always} for an in-house provider ({@code oidc} and {@code oauth2} alone)
	 * @param domains people with an address of these domains are led there at once
	 * @param scope what is asked for, separated by spaces
	 * @param issuerUri where the discovery of an OpenID Connect provider begins
	 * @param tenant Microsoft's: {@code common} (the default), {@code organizations},
	 * {@code consumers}, or a tenant's id or domain
	 * @param teamId Apple's
	 * @param keyId the id of the private key at Apple
	 * @param graphVersion Facebook's; each version lives about two years
	 * @param webUri where Facebook's login is
	 * @param graphUri where Facebook's Graph API is
	 * @param authorizationUri where an OAuth 2 provider's login is
	 * @param tokenUri where it redeems codes
	 * @param userInfoUri where it tells who somebody is
	 * @param issuer what it names itself in its answers, if it does (RFC 9207)
	 * @param tokenEndpointAuthMethod {@code client_secret_post} or
	 * {@code client_secret_basic}
	 * @param subjectField where in that answer the person's stable id is, such as
	 * {@code response.id}
	 * @param emailField where the address is
	 * @param emailVerifiedField where it says, by {@code true}, that it has verified it
	 * @param nameField where the person's name is
	 */
	record Registration(@Nullable String preset, @Nullable String name, @Nullable Boolean enabled,
			@Nullable Integer position, @Nullable String clientId, @Nullable String clientSecret,
			@Nullable String trust, @Nullable List<String> domains, @Nullable String scope, @Nullable String issuerUri,
			@Nullable String tenant, @Nullable String teamId, @Nullable String keyId, @Nullable String graphVersion,
			@Nullable String webUri, @Nullable String graphUri, @Nullable String authorizationUri,
			@Nullable String tokenUri, @Nullable String userInfoUri, @Nullable String issuer,
			@Nullable String tokenEndpointAuthMethod, @Nullable String subjectField, @Nullable String emailField,
			@Nullable String emailVerifiedField, @Nullable String nameField) {

		/**
		 * Whether there is anything to sign in to it with.
		 */
		boolean isSet() {
			return hasText(this.clientId) || hasText(this.clientSecret);
		}

		Map<String, @Nullable Object> fields(String id) {
			Map<String, @Nullable Object> fields = new HashMap<>();
			fields.put("id", id);
			fields.put("preset", this.preset);
			fields.put("name", this.name);
			fields.put("enabled", this.enabled);
			fields.put("position", this.position);
			fields.put("client_id", hasText(this.clientId) ? this.clientId : null);
			fields.put("client_secret", hasText(this.clientSecret) ? this.clientSecret : null);
			fields.put("trust", this.trust);
			fields.put("domains", this.domains);
			fields.put("scope", this.scope);
			fields.put("issuer_uri", this.issuerUri);
			fields.put("tenant", this.tenant);
			fields.put("team_id", this.teamId);
			fields.put("key_id", this.keyId);
			fields.put("graph_version", this.graphVersion);
			fields.put("web_uri", this.webUri);
			fields.put("graph_uri", this.graphUri);
			fields.put("authorization_uri", this.authorizationUri);
			fields.put("token_uri", this.tokenUri);
			fields.put("user_info_uri", this.userInfoUri);
			fields.put("issuer", this.issuer);
			fields.put("token_endpoint_auth_method", this.tokenEndpointAuthMethod);
			fields.put("subject_field", this.subjectField);
			fields.put("email_field", this.emailField);
			fields.put("email_verified_field", this.emailVerifiedField);
			fields.put("name_field", this.nameField);
			fields.values().removeIf((value) -> value == null);
			return fields;
		}

		private static boolean hasText(@Nullable String value) {
			return value != null && !value.isBlank();
		}

		@Override
		public String toString() {
			return "Registration[clientId=" + this.clientId + "]";
		}

	}

}
