package dev.vestibule.admin;

import java.util.List;
import java.util.Map;

import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.token.AccessTokens;
import dev.vestibule.web.ServerProperties;

import dev.vestibule.web.LargeBody;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The way to the admin API: an access token for exactly this API in the Authorization
 * header, and nothing else. There is no session, so a cookie means nothing here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AdminProperties.class)
public class AdminApiSecurity {

	public static final String PATH = "/admin/api";

	static final String ADMIN = "admin";

	static final String READ = "admin.read";

	@Bean
	LargeBody settingsBody() {
		return new LargeBody(PATH + "/settings", SettingAdministration.MAX_BODY);
	}

	/**
	 * The API as a resource server, so that tokens can be had for it.
	 */
	@Bean
	ResourceServer adminApi(ServerProperties server) {
		return new ResourceServer(server.url(PATH), "Administration",
				List.of(new Scope(ADMIN, "Read and change the settings of this server",
						Map.of("ko", "이 서버의 설정 보기 및 변경")),
						new Scope(READ, "Read the settings of this server", Map.of("ko", "이 서버의 설정 보기"))),
				null, null, null);
	}

	// Behind the authorization server's own chains, before the pages'.
	// @formatter:off
	@Bean
	@Order(100)
	SecurityFilterChain adminApiFilterChain(HttpSecurity http, JwtDecoder decoder, AccessTokens accessTokens,
			ServerProperties server, AdminTokenConverter converter, Permissions permissions) {
		BearerErrors errors = new BearerErrors();
		OAuth2TokenValidator<Jwt> validator = validator(server, accessTokens);
		JwtDecoder admitted = (token) -> validate(decoder.decode(token), validator);
		return http
			.securityMatcher(PATH + "/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().access(permissions))
			.oauth2ResourceServer((resource) -> resource
				.bearerTokenResolver(new DefaultBearerTokenResolver())
				.jwt((jwt) -> jwt.decoder(admitted).jwtAuthenticationConverter(converter))
				.authenticationEntryPoint(errors)
				.accessDeniedHandler(errors))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(errors).accessDeniedHandler(errors))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache(AbstractHttpConfigurer::disable)
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.build();
	}
	// @formatter:on

	private static OAuth2TokenValidator<Jwt> validator(ServerProperties server, AccessTokens accessTokens) {
		OAuth2TokenValidator<Jwt> form = JwtValidators.createAtJwtValidator()
			.issuer(server.issuer())
			.audience(server.url(PATH))
			.build();
		return (token) -> {
			OAuth2TokenValidatorResult result = form.validate(token);
			return (result.hasErrors() || accessTokens.isActive(token)) ? result : OAuth2TokenValidatorResult
				.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "The token was revoked", null));
		};
	}

	private static Jwt validate(Jwt token, OAuth2TokenValidator<Jwt> validator) {
		OAuth2TokenValidatorResult result = validator.validate(token);
		if (result.hasErrors()) {
			throw new JwtValidationException("The token is not for the admin API", result.getErrors());
		}
		return token;
	}

}
