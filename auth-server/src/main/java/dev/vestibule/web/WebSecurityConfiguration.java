package dev.vestibule.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * The filter chains of what is for everybody: the error page and the pages' assets on the
 * public port, health and figures on the management port. None of them reads a session,
 * so that they answer without the database.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurityConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SecurityFilterChain managementSecurity(HttpSecurity http) {
		// @formatter:off
		return withoutState(http)
			.securityMatcher(WebSecurityConfiguration::onManagementPort)
			.authorizeHttpRequests((requests) -> requests
				.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
				.requestMatchers(EndpointRequest.toAnyEndpoint()).permitAll()
				.anyRequest().denyAll())
			.build();
		// @formatter:on
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1)
	SecurityFilterChain publicSecurity(HttpSecurity http) {
		PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
		// @formatter:off
		return withoutState(http)
			.securityMatcher(new OrRequestMatcher(
				(request) -> request.getDispatcherType() == DispatcherType.ERROR,
				path.matcher("/css/**"), path.matcher("/img/**"), path.matcher("/js/**"),
				path.matcher("/error")))
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
		// @formatter:on
	}

	/**
	 * Requests are timed as a whole. Spring Security would time each of its filters
	 * besides, which costs more than most of them do.
	 */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.noObservations();
	}

	private static HttpSecurity withoutState(HttpSecurity http) {
		// @formatter:off
		return http
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			// Both would ask for the session, if only to see that there is none.
			.sessionManagement(AbstractHttpConfigurer::disable)
			.anonymous(AbstractHttpConfigurer::disable)
			.securityContext((context) -> context.securityContextRepository(new NullSecurityContextRepository()));
		// @formatter:on
	}

	private static boolean onManagementPort(HttpServletRequest request) {
		WebApplicationContext context = WebApplicationContextUtils
			.getWebApplicationContext(request.getServletContext());
		return isManagement(context);
	}

	private static boolean isManagement(@Nullable WebApplicationContext context) {
		return WebServerApplicationContext.hasServerNamespace(context, "management");
	}

}
