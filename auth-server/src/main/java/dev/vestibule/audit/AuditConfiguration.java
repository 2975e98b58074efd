package dev.vestibule.audit;

import dev.vestibule.purge.Purge;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The purge of events that need no longer be kept.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AuditProperties.class)
class AuditConfiguration {

	@Bean
	Purge auditPurge(AuditProperties properties) {
		return Purge.olderThan(properties.kept(), "audit_event", "occurred_at");
	}

}
