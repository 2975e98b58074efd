package dev.vestibule.demo.resourceserver;

import java.util.List;

import dev.vestibule.demo.DemoProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;

/**
 * Lets in access tokens (RFC 9068) that the issuer signed for this API, and answers all
 * others as RFC 6750 says.
 */
@Configuration(proxyBeanMethods = false)
class ResourceServerSecurity {

	private static final String METADATA_PATH = "/.well-known/oauth-protected-resource";

	private final DemoProperties demo;

	ResourceServerSecurity(DemoProperties demo) {
		this.demo = demo;
	}

	// @formatter:off
	@Bean
	@Order(1)
	SecurityFilterChain resourceServer(HttpSecurity http) throws Exception {
		return http
			.securityMatcher("/api/**", METADATA_PATH + "/**")
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET, "/api/notes").hasAuthority("SCOPE_notes.read")
				.requestMatchers(HttpMethod.POST, "/api/notes").hasAuthority("SCOPE_notes.write")
				.anyRequest().authenticated())
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt.decoder(accessTokens()))
				.authenticationEntryPoint(challenge())
				.protectedResourceMetadata((metadata) -> metadata
					.protectedResourceMetadataCustomizer((document) -> document
						.resource(this.demo.api())
						.authorizationServer(this.demo.issuer())
						.scope("notes.read")
						.scope("notes.write")
						.tlsClientCertificateBoundAccessTokens(false)))
				.withObjectPostProcessor(answerOutages()))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			// Safe here alone: nothing on this chain looks at a cookie.
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.build();
	}
	// @formatter:on

	/**
	 * Signature, type, issuer, audience and time. Each matters: without the type, an ID
	 * token would do; without the audience, a token that another API was given.
	 */
	JwtDecoder accessTokens() {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(new IssuerKeys(this.demo.issuer() + "/oauth2/jwks"))
			.jwsAlgorithms(
					(algorithms) -> algorithms.addAll(List.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256)))
			.build();
		decoder.setJwtValidator(
				JwtValidators.createAtJwtValidator().issuer(this.demo.issuer()).audience(this.demo.api()).build());
		return decoder;
	}

	/**
	 * 401 for a missing or bad token, naming where to learn about this API (RFC 9728);
	 * 503 while the issuer's keys cannot be had, which is no fault of the token.
	 */
	private AuthenticationEntryPoint challenge() {
		BearerTokenAuthenticationEntryPoint bearer = new BearerTokenAuthenticationEntryPoint();
		bearer.setResourceMetadataParameterResolver((request) -> this.demo.baseUrl() + METADATA_PATH + "/api");
		return (request, response, exception) -> {
			if (exception instanceof AuthenticationServiceException) {
				response.setHeader("Retry-After", "10");
				response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
			}
			else {
				bearer.commence(request, response, exception);
			}
		};
	}

	private ObjectPostProcessor<BearerTokenAuthenticationFilter> answerOutages() {
		AuthenticationEntryPointFailureHandler failures = new AuthenticationEntryPointFailureHandler(challenge());
		failures.setRethrowAuthenticationServiceException(false);
		return new ObjectPostProcessor<>() {
			@Override
			public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
				filter.setAuthenticationFailureHandler(failures);
				return filter;
			}
		};
	}

}
