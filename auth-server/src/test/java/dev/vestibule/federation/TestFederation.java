package dev.vestibule.federation;

import dev.vestibule.audit.AuditLog;
import dev.vestibule.statistics.Tally;
import dev.vestibule.web.ServerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * The providers and what they need, without accounts.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ ProvidersProperties.class, ServerProperties.class })
@ComponentScan(
		basePackages = { "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.freshness",
				"dev.vestibule.federation" },
		excludeFilters = @Filter(type = FilterType.REGEX,
				pattern = ".*(Linking|IdentityLinks|ProviderNotices|Tests.*)"))
@ConfigurationPropertiesScan({ "dev.vestibule.keyring", "dev.vestibule.outbound" })
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
		JdbcClientAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		TransactionAutoConfiguration.class })
@Import({ AuditLog.class, Tally.class })
class TestFederation {

	@Bean
	MeterRegistry meters() {
		return new SimpleMeterRegistry();
	}

}
