package dev.vestibule.mail;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
		assertThatIllegalArgumentException().isThrownBy(() -> new MailProperties(from, Duration.ofDays(30)))
			.withMessageStartingWith("vestibule.mail.from is not");
	}

	@Test
	void newWhenMessagesWouldBeForgottenTooSoonThenSaysSo() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MailProperties("no-reply@example.com", Duration.ofHours(47)))
			.withMessageStartingWith("vestibule.mail.kept must be");
	}

	@Test
	void startWhenNoMailServerThenOneSentence() {
		new ApplicationContextRunner().withBean(MailDelivery.class, () -> mock(MailDelivery.class))
			.withBean(Outage.class, () -> mock(Outage.class))
			.withBean(MailProperties.class, () -> new MailProperties("no-reply@example.com", Duration.ofDays(30)))
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

	@ParameterizedTest
	@CsvSource({ "smtp.example.com,,true", "smtp.example.com,false,false", "localhost,,", "127.0.0.1,true,true" })
	void startWhenMailServerIsElsewhereThenTlsRequired(String host, @Nullable String setting,
			@Nullable String required) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class))
			.withBean(MailDelivery.class, () -> mock(MailDelivery.class))
			.withBean(Outage.class, () -> mock(Outage.class))
			.withBean(MailProperties.class, () -> new MailProperties("no-reply@example.com", Duration.ofDays(30)))
			.withUserConfiguration(MailConfiguration.class)
			.withPropertyValues("spring.mail.host=" + host);
		((setting != null) ? runner.withPropertyValues("spring.mail.properties.mail.smtp.starttls.required=" + setting)
				: runner)
			.run((context) -> assertThat(context.getBean(JavaMailSenderImpl.class)
				.getJavaMailProperties()
				.getProperty("mail.smtp.starttls.required")).isEqualTo(required));
	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:dev/vestibule/mail/mail.properties")
	static class Defaults {

	}

}
