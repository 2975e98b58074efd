package dev.vestibule.demo.relyingapp;

import dev.vestibule.demo.DemoProperties;
import jakarta.servlet.DispatcherType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Which pages are public, how people log in and how they log out.
 */
@Configuration(proxyBeanMethods = false)
class RelyingAppSecurity {

	// @formatter:off
	@Bean
	SecurityFilterChain relyingApp(HttpSecurity http, DemoProperties demo, ClientRegistrationRepository clients,
			LoginFailures failures) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/", "/login/failed", "/demo.css", "/favicon.svg").permitAll()
				.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
				.anyRequest().authenticated())
			.oauth2Login((login) -> login
				.loginPage("/oauth2/authorization/" + VestibuleClient.ID)
				.defaultSuccessUrl("/profile")
				.failureHandler(failures)
				.withObjectPostProcessor(reportTo(failures)))
			.addFilterBefore(new IssuerParameterFilter(demo.issuer(), failures), OAuth2LoginAuthenticationFilter.class)
			.logout((logout) -> logout.logoutSuccessHandler(logoutThereToo(clients, demo)))
			.headers((headers) -> headers
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
				// Logging out posts a form, which is redirected to the issuer and back.
				.contentSecurityPolicy((csp) -> csp.policyDirectives("default-src 'none'; style-src 'self'; img-src 'self'; "
						+ "form-action 'self' " + demo.issuer() + "; base-uri 'none'; frame-ancestors 'none'")))
			.build();
	}
	// @formatter:on

	/** Ends the session at the issuer as well (OpenID Connect RP-Initiated Logout). */
	private static LogoutSuccessHandler logoutThereToo(ClientRegistrationRepository clients, DemoProperties demo) {
		OidcClientInitiatedLogoutSuccessHandler handler = new OidcClientInitiatedLogoutSuccessHandler(clients);
		handler.setPostLogoutRedirectUri(demo.baseUrl() + "/");
		return handler;
	}

	/** Without this an issuer that is down at the first login is an error 500. */
	private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> reportTo(
			AuthenticationFailureHandler failures) {
		return new ObjectPostProcessor<>() {
			@Override
			public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
				filter.setAuthenticationFailureHandler(failures);
				return filter;
			}
		};
	}

}
