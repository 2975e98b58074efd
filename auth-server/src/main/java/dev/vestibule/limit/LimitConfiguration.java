package dev.vestibule.limit;

import java.time.Duration;

import dev.vestibule.purge.Purge;
import dev.vestibule.web.ErrorPages;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Where a limit is answered, and the purge of what is not used up any more.
 */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

	@Bean
	FilterRegistrationBean<LimitFilter> limitFilter(ErrorPages errors) {
		FilterRegistrationBean<LimitFilter> registration = new FilterRegistrationBean<>(new LimitFilter(errors));
		registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER + 1);
		return registration;
	}

	@Bean
	Purge limitPurge() {
		return Purge.olderThan(Duration.ZERO, "limit_count", "expires_at");
	}

}
