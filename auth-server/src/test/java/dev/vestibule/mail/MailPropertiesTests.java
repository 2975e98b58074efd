package dev.vestibule.mail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

class MailPropertiesTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { " ", "Vestibule", "no-reply", "a@example.com, b@example.com",
			"Vestibule <no-reply@example.com>\r\nBcc: eve@example.com" })
	void newWhenFromIsNoSenderThenSaysSo(String from) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MailProperties(from))
			.withMessageStartingWith("vestibule.mail.from is not");
	}

	@Test
	void startWhenNoMailServerThenOneSentence() {
		new ApplicationContextRunner().withBean(MailDelivery.class, () -> mock(MailDelivery.class))
			.withBean(MailProperties.class, () -> new MailProperties("no-reply@example.com"))
			.withUserConfiguration(MailConfiguration.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith("There is no mail server"));
	}

	@Test
	void defaultsThenTimeoutsAreFinite() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
			.withUserConfiguration(Defaults.class)
			.withPropertyValues("spring.mail.host=localhost", "spring.mail.properties.mail.smtp.timeout=1234")
			.run((context) -> assertThat(context.getBean(JavaMailSenderImpl.class).getJavaMailProperties())
				.containsEntry("mail.smtp.connectiontimeout", "5000")
				.containsEntry("mail.smtp.timeout", "1234")
				.containsEntry("mail.smtp.writetimeout", "5000")
				.containsEntry("mail.smtp.starttls.enable", "true")
				.containsEntry("mail.smtps.timeout", "5000"));
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:dev/vestibule/mail/mail.properties")
	static class Defaults {

	}

}
