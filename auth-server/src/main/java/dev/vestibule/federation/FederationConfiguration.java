package dev.vestibule.federation;

import dev.vestibule.purge.Purge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Which rows of this package are over.
 */
@Configuration(proxyBeanMethods = false)
class FederationConfiguration {

	@Bean
	Purge providerNoticePurge() {
		return ProviderNotices.purge();
	}

}
