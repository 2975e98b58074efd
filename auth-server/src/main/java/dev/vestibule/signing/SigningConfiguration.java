package dev.vestibule.signing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import dev.vestibule.web.ServerProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Verification of this server's own tokens, and the way to the published keys.
 */
@Configuration(proxyBeanMethods = false)
class SigningConfiguration {

	// How far the clocks of two nodes may be apart.
	private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

	/**
	 * Verifies what this server signed: signature, issuer and times. What kind of token
	 * it is, and for whom, is for the caller to check. The header's own keys
	 * ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are not looked at, and nothing
	 * is fetched.
	 */
	@Bean
	JwtDecoder jwtDecoder(SigningKeys keys, ServerProperties server) {
		JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
		times.setAllowEmptyExpiryClaim(false);
		return decoder(keys, List.of(times, new JwtIssuerValidator(server.issuer())));
	}

	@Bean
	OwnJwts ownJwts(SigningKeys keys, JwtDecoder jwtDecoder, ServerProperties server) {
		return new OwnJwts(jwtDecoder, decoder(keys, List.of(new JwtIssuerValidator(server.issuer()))));
	}

	private static JwtDecoder decoder(SigningKeys keys, List<OAuth2TokenValidator<Jwt>> validators) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSTypeVerifier((type, context) -> {
		});
		processor.setJWSKeySelector((header, context) -> candidates(keys, header).map(SigningKey::publicKey).toList());
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
		return decoder;
	}

	/**
	 * The public keys, as the authorization server's configurer asks for them.
	 */
	@Bean
	JWKSource<SecurityContext> jwkSource(SigningKeys keys) {
		return (selector, context) -> selector.select(keys.jwkSet());
	}

	// @formatter:off
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain jwksFilterChain(HttpSecurity http) {
		CorsConfiguration anyone = new CorsConfiguration();
		anyone.addAllowedOrigin(CorsConfiguration.ALL);
		anyone.addAllowedMethod(HttpMethod.GET);
		anyone.addAllowedMethod(HttpMethod.HEAD);
		return http
			.securityMatcher(JwksEndpoint.PATH)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.cors((cors) -> cors.configurationSource((request) -> anyone))
			.build();
	}
	// @formatter:on

	// A key is for one algorithm, whatever the header says; no extension is understood.
	private static Stream<SigningKey> candidates(SigningKeys keys, JWSHeader header) {
		if (header.getKeyID() == null || header.getCriticalParams() != null) {
			return Stream.empty();
		}
		return keys.find(header.getKeyID()).filter((key) -> key.isFor(header.getAlgorithm())).stream();
	}

}
