package dev.vestibule.authorization;

import java.util.List;
import java.util.Set;

import dev.vestibule.client.BrowserOrigins;
import dev.vestibule.client.ClientSecretEncoder;
import dev.vestibule.purge.Purge;
import dev.vestibule.session.Logins;
import dev.vestibule.token.AuthorizationService;
import dev.vestibule.token.ResourceIndicators;
import dev.vestibule.web.ServerProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcLogoutEndpointFilter;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcProviderConfigurationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationServerMetadataEndpointFilter;
import org.springframework.security.oauth2.server.resource.web.OAuth2ProtectedResourceMetadataFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/**
 * The two filter chains of the protocol: with a browser's session, and without any.
 */
@Configuration(proxyBeanMethods = false)
class AuthorizationConfiguration {

	private static final String[] BROWSER_ENDPOINTS = { "/oauth2/authorize", "/connect/logout", "/consent" };

	private static final String[] CLIENT_ENDPOINTS = { "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke",
			"/userinfo" };

	/**
	 * What the framework adds for every endpoint that it knows, and for browsers. On the
	 * client endpoints each of these only looks at the request and lets it pass.
	 */
	private static final Set<Class<?>> IDLE = Set.of(DisableEncodeUrlFilter.class,
			WebAsyncManagerIntegrationFilter.class, CsrfFilter.class, OAuth2AuthorizationEndpointFilter.class,
			OidcLogoutEndpointFilter.class, NimbusJwkSetEndpointFilter.class,
			OAuth2ProtectedResourceMetadataFilter.class, OAuth2AuthorizationServerMetadataEndpointFilter.class,
			OidcProviderConfigurationEndpointFilter.class);

	@Bean
	AuthorizationServerSettings authorizationServerSettings(ServerProperties server) {
		return AuthorizationServerSettings.builder().issuer(server.issuer()).build();
	}

	@Bean
	@Order(20)
	SecurityFilterChain clientEndpoints(HttpSecurity http, RegisteredClientRepository clients,
			AuthorizationService authorizations, ClientSecretEncoder secrets, UserInfo userInfo, BrowserOrigins origins,
			ClientAssertions assertions, JwtDecoder accessTokenDecoder, ResourceIndicators resources) throws Exception {
		PublicClients publicClients = new PublicClients(clients);
		BearerTokenErrorResponses bearerErrors = new BearerTokenErrorResponses();
		// @formatter:off
		http
			.securityMatcher(CLIENT_ENDPOINTS)
			.oauth2AuthorizationServer((server) -> server
				.clientAuthentication((client) -> client
					.authenticationConverters((converters) -> {
						converters.replaceAll((converter) ->
							(converter instanceof JwtClientAssertionAuthenticationConverter) ? new AssertingClient(converter) : converter);
						converters.add(publicClients);
					})
					.authenticationProvider(publicClients)
					.authenticationProviders((providers) -> providers.forEach((provider) -> configure(provider, secrets, assertions))))
				.tokenEndpoint((token) -> token
					.authenticationProviders((providers) -> providers.replaceAll((provider) ->
						(provider instanceof OAuth2RefreshTokenAuthenticationProvider) ? new RefreshGuard(provider, authorizations) : provider)))
				.tokenIntrospectionEndpoint((introspection) -> introspection
					.authenticationProviders((providers) -> providers.replaceAll((provider) ->
						(provider instanceof OAuth2TokenIntrospectionAuthenticationProvider) ? new IntrospectionGuard(provider, resources) : provider)))
				.oidc((oidc) -> oidc
					.userInfoEndpoint((endpoint) -> endpoint
						.userInfoMapper(userInfo)
						.authenticationProviders((providers) -> providers.replaceAll(FaultKeeper::new))
						.errorResponseHandler(bearerErrors))))
			.oauth2ResourceServer((resource) -> resource
				.authenticationEntryPoint(bearerErrors)
				.jwt((jwt) -> jwt.decoder(accessTokenDecoder)))
			.addFilterBefore(new ClientRequestGuard(), AbstractPreAuthenticatedProcessingFilter.class)
			.authorizeHttpRequests((requests) -> requests
				.anyRequest().authenticated())
			.cors((cors) -> cors.configurationSource(new ClientCors(origins)))
			.headers((headers) -> headers.disable())
			.anonymous((anonymous) -> anonymous.disable())
			.servletApi((servletApi) -> servletApi.disable())
			.sessionManagement((session) -> session.disable())
			.securityContext((context) -> context.securityContextRepository(new NullSecurityContextRepository()))
			.logout((logout) -> logout.disable())
			.requestCache((cache) -> cache.disable());
		// @formatter:on
		return withoutIdleFilters(http.build());
	}

	@Bean
	@Order(30)
	SecurityFilterChain browserEndpoints(HttpSecurity http, AuthorizationResponses responses, NextStep nextStep,
			GateRule gateRule, ResourceIndicators resources, RequestCache savedRequests, Logins logins,
			ClientTrials trials, ServerProperties server) throws Exception {
		// @formatter:off
		http
			.securityMatcher(BROWSER_ENDPOINTS)
			.oauth2AuthorizationServer((authorizationServer) -> authorizationServer
				.authorizationEndpoint((authorization) -> authorization
					.authorizationRequestConverters((converters) -> converters.add(0, new AuthorizationRequestConverter()))
					.authenticationProviders((providers) -> configure(providers, resources, trials))
					.authorizationResponseHandler(responses)
					.errorResponseHandler(responses)
					.consentPage(server.url("/consent")))
				.oidc((oidc) -> oidc
					.logoutEndpoint((logout) -> logout
						.authenticationProviders((providers) -> providers.replaceAll(FaultKeeper::new))
						.logoutResponseHandler(new LogoutResponses(logins))
						.errorResponseHandler(responses))))
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/connect/logout").permitAll()
				.anyRequest().access(gateRule))
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(nextStep)
				.accessDeniedHandler(nextStep))
			.requestCache((cache) -> cache.requestCache(savedRequests));
		// @formatter:on
		return http.build();
	}

	/**
	 * An assertion is over when its time would stop it anyway.
	 */
	@Bean
	Purge clientAssertionPurge() {
		return Purge.olderThan(ClientAssertions.SKEW.plusMinutes(1), "client_assertion", "expires_at");
	}

	private static SecurityFilterChain withoutIdleFilters(DefaultSecurityFilterChain chain) {
		// The nest host, since one of them has another within it.
		return new DefaultSecurityFilterChain(chain.getRequestMatcher(),
				chain.getFilters()
					.stream()
					.filter((filter) -> !IDLE.contains(filter.getClass().getNestHost()))
					.toList());
	}

	private static void configure(AuthenticationProvider provider, ClientSecretEncoder secrets,
			ClientAssertions assertions) {
		if (provider instanceof ClientSecretAuthenticationProvider clientSecret) {
			clientSecret.setPasswordEncoder(secrets);
		}
		if (provider instanceof JwtClientAssertionAuthenticationProvider assertion) {
			assertion.setJwtDecoderFactory(assertions);
		}
	}

	private static void configure(List<AuthenticationProvider> providers, ResourceIndicators resources,
			ClientTrials trials) {
		for (AuthenticationProvider provider : providers) {
			if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider request) {
				request.setAuthenticationValidator(new AuthorizationRequestValidator(resources, trials));
				request.setAuthorizationConsentRequired(ConsentRules::isRequired);
			}
			if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider consent) {
				consent.setAuthorizationConsentCustomizer(ConsentRules::refuse);
			}
		}
	}

}
