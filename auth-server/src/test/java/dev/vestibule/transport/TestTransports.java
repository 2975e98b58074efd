package dev.vestibule.transport;

import java.util.List;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

/**
 * This package with what it needs, by the settings that an operator gives.
 */
final class TestTransports {

	private static final String DATABASE = TestDatabase.create();

	private TestTransports() {
	}

	static ApplicationContextRunner with(List<String> settings) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailSenderAutoConfiguration.class,
					DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					JdbcClientAutoConfiguration.class))
			.withUserConfiguration(App.class)
			.withPropertyValues("spring.datasource.url=" + DATABASE, TestServer.KEYRING,
					"vestibule.mail.from=no-reply@login.example")
			.withPropertyValues(settings.toArray(String[]::new));
	}

	/**
	 * It bears no stereotype, so that the scan of the whole server passes it over.
	 */
	@ConfigurationPropertiesScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
	@ComponentScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
	static class App {

	}

}
