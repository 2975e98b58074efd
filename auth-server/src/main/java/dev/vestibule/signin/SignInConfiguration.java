package dev.vestibule.signin;

import dev.vestibule.federation.FederatedLogin;
import dev.vestibule.purge.Purge;
import dev.vestibule.session.SavedRequests;
import dev.vestibule.web.SeeOther;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The filter chain of the pages, which takes whatever no other chain does. All of them
 * are for everybody, so that what does not exist answers 404 and not with a sign-in page.
 */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration implements WebMvcConfigurer {

	private final ShutGate shutGate;

	SignInConfiguration(ShutGate shutGate) {
		this.shutGate = shutGate;
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	SecurityFilterChain pagesSecurity(HttpSecurity http, FederatedLogin federatedLogin,
			FederatedArrival federatedArrival, SavedRequests savedRequests) {
		federatedLogin.configure(http, federatedArrival);
		// @formatter:off
		return http
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			// Facebook calls these by itself, and signs what it says.
			.csrf((csrf) -> csrf.ignoringRequestMatchers("/providers/*/deauthorize", "/providers/*/data-deletion"))
			// They are written on every response: see the web package.
			.headers(AbstractHttpConfigurer::disable)
			.httpBasic(AbstractHttpConfigurer::disable)
			.formLogin(AbstractHttpConfigurer::disable)
			.requestCache((cache) -> cache.requestCache(savedRequests))
			.logout((logout) -> logout
				.logoutUrl("/logout")
				.addLogoutHandler((request, response, authentication) -> savedRequests.removeRequest(request, response))
				.logoutSuccessHandler((request, response, authentication) -> SeeOther.to("/login?signed-out", response)))
			.build();
		// @formatter:on
	}

	@Bean
	Purge knownDevicePurge() {
		return Purge.olderThan(DeviceCookie.LIFETIME, "known_device", "last_seen_at");
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.shutGate)
			.addPathPatterns("/", "/login", "/signup", "/signup/**", "/verify", "/verify/**")
			// Its answer is a piece of a page, which moves on by itself.
			.excludePathPatterns("/verify/progress");
	}

}
