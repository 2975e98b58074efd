package dev.vestibule.demo.browserapp;

import dev.vestibule.demo.DemoProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Public files without a session, under a policy that lets the page run its own script
 * and talk to the issuer, and nothing else: a script from elsewhere would be the end of
 * tokens in a browser.
 */
@Configuration(proxyBeanMethods = false)
class BrowserAppSecurity {

	// @formatter:off
	@Bean
	@Order(2)
	SecurityFilterChain browserApp(HttpSecurity http, DemoProperties demo) throws Exception {
		return http
			.securityMatcher("/spa", "/spa.js")
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers((headers) -> headers
				// The address of this page carries the code until the script has removed it.
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER))
				.contentSecurityPolicy((csp) -> csp.policyDirectives("default-src 'none'; script-src 'self'; "
						+ "connect-src 'self' " + demo.issuer() + "; style-src 'self'; img-src 'self'; "
						+ "form-action 'none'; base-uri 'none'; frame-ancestors 'none'")))
			.build();
	}
	// @formatter:on

}
