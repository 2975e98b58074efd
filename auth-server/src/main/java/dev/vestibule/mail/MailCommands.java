package dev.vestibule.mail;

import java.util.Map;
import java.util.Optional;

import dev.vestibule.transport.AuthorizeCommand;
import dev.vestibule.web.Look;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * What the jar does instead of serving when its command line says so: with the server's
 * own settings, and without a web server or the outbox's work. It bears no stereotype, so
 * that the server's scan passes it over.
 */
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
		JdbcClientAutoConfiguration.class, MailSenderAutoConfiguration.class, MessageSourceAutoConfiguration.class,
		SslAutoConfiguration.class })
@ConfigurationPropertiesScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
@ComponentScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
@Import({ Look.class, MailTemplates.class, TrialMessages.class })
public final class MailCommands {

	static final String TEST_TO = "vestibule.mail.test-to";

	private static final Map<String, Class<?>> COMMANDS = Map.of(TEST_TO, TrialCommand.class, AuthorizeCommand.OPTION,
			AuthorizeCommand.class);

	private MailCommands() {
	}

	/**
	 * Runs the command that the command line names, if any.
	 * @return its exit code
	 */
	public static Optional<Integer> run(String... arguments) {
		SimpleCommandLinePropertySource commandLine = new SimpleCommandLinePropertySource(arguments);
		return COMMANDS.entrySet()
			.stream()
			.filter((command) -> commandLine.containsProperty(command.getKey()))
			.findFirst()
			.map((command) -> SpringApplication
				.exit(new SpringApplicationBuilder(MailCommands.class, command.getValue()).web(WebApplicationType.NONE)
					.logStartupInfo(false)
					.run(arguments)));
	}

}
