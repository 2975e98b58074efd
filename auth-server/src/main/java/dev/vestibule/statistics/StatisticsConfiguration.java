package dev.vestibule.statistics;

import dev.vestibule.purge.Purge;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The purge of old counts, and the count of what is answered: before all other filters,
 * so that it sees what they refuse.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StatisticsProperties.class)
class StatisticsConfiguration {

	@Bean
	Purge statisticPurge(StatisticsProperties properties) {
		return Purge.olderThan(properties.kept(), "statistic", "hour");
	}

	@Bean
	Purge dailyStatisticPurge(StatisticsProperties properties) {
		return Purge.olderThan(properties.kept(), "daily_statistic", "day");
	}

	@Bean
	FilterRegistrationBean<CountedResponses> countedResponses(Tally tally) {
		FilterRegistrationBean<CountedResponses> registration = new FilterRegistrationBean<>(
				new CountedResponses(tally));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 9);
		registration.setDispatcherTypes(DispatcherType.REQUEST);
		return registration;
	}

}
