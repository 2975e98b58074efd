package dev.vestibule.session;

import java.time.Duration;

import dev.vestibule.purge.Purge;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Has every servlet session be one of ours, and purges those that are over.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

	@Bean
	SessionsOfRequest sessionsOfRequest() {
		return new SessionsOfRequest();
	}

	@Bean
	FilterRegistrationBean<SessionsOfRequest> sessionsOfRequestFilter(SessionsOfRequest filter) {
		FilterRegistrationBean<SessionsOfRequest> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	Customizer<CsrfConfigurer<HttpSecurity>> csrfWithoutSession(CsrfTokens tokens) {
		return (csrf) -> csrf.csrfTokenRepository(tokens);
	}

	@Bean
	Purge sessionPurge() {
		return Purge.olderThan(Duration.ZERO, "browser_session", "expires_at");
	}

}
