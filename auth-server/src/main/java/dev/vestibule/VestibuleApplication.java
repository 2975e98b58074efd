package dev.vestibule;

import dev.vestibule.declared.ConfigurationCommands;
import dev.vestibule.mail.MailCommands;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The authorization server; with a command on its command line, that alone.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class VestibuleApplication {

	public static void main(String[] args) {
		MailCommands.run(args)
			.or(() -> ConfigurationCommands.run(VestibuleApplication.class, args))
			.ifPresent(System::exit);
		SpringApplication.run(VestibuleApplication.class, args);
	}

}
