package dev.vestibule.demo.relyingapp;

import java.net.http.HttpClient;
import java.time.Duration;

import dev.vestibule.demo.DemoProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * This application as a client of the authorization server: authorization code with PKCE,
 * which Spring Security does by itself, and tokens for our own API.
 */
@Configuration(proxyBeanMethods = false)
class VestibuleClient {

	static final String ID = "vestibule";

	/**
	 * Asks the issuer for its endpoints at the first login rather than at start, so that
	 * it does not matter which of the two starts first.
	 */
	@Bean
	ClientRegistrationRepository clientRegistrations(DemoProperties demo) {
		return new SupplierClientRegistrationRepository(
				() -> new InMemoryClientRegistrationRepository(ClientRegistrations.fromOidcIssuerLocation(demo.issuer())
					.registrationId(ID)
					.clientId(demo.clientId())
					.clientSecret(demo.clientSecret())
					.scope("openid", "profile", "email", "notes.read", "notes.write")
					.redirectUri(demo.baseUrl() + "/login/oauth2/code/{registrationId}")
					// The ID token says who it is; the access token is for the API alone.
					.userInfoUri(null)
					.build()));
	}

	/** Asks for an access token that the API, and only the API, accepts (RFC 8707). */
	@Bean
	OAuth2AuthorizationRequestResolver authorizationRequests(ClientRegistrationRepository clients,
			DemoProperties demo) {
		DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(clients);
		resolver.setAuthorizationRequestCustomizer(
				(request) -> request.additionalParameters((parameters) -> parameters.put("resource", demo.api())));
		return resolver;
	}

	/** Keeps tokens in the session, so that they go when it goes. */
	@Bean
	OAuth2AuthorizedClientRepository authorizedClients() {
		return new HttpSessionOAuth2AuthorizedClientRepository();
	}

	@Bean
	OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codeRedemption() {
		RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
		client.setRestClient(tokenEndpoint());
		return client;
	}

	@Bean
	OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> tokenRefresh() {
		RestClientRefreshTokenTokenResponseClient client = new RestClientRefreshTokenTokenResponseClient();
		client.setRestClient(tokenEndpoint());
		return client;
	}

	/** What Spring Security uses by default, which waits for ever, with time limits. */
	private static RestClient tokenEndpoint() {
		return RestClient.builder()
			.requestFactory(impatient())
			.configureMessageConverters((converters) -> converters.addCustomConverter(new FormHttpMessageConverter())
				.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
			.defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
			.build();
	}

	static JdkClientHttpRequestFactory impatient() {
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(2))
			.build());
		requests.setReadTimeout(Duration.ofSeconds(5));
		return requests;
	}

}
