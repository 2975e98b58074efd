package dev.vestibule.declared;

import dev.vestibule.web.LargeBody;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has a document be as large in a request as in a file.
 */
@Configuration(proxyBeanMethods = false)
class DeclaredConfiguration {

	@Bean
	LargeBody documentBody() {
		return new LargeBody(ConfigurationController.PATH, Document.MAX_BYTES);
	}

}
