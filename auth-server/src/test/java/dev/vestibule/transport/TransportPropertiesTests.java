package dev.vestibule.transport;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

class TransportPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { " ", "Vestibule", "no-reply", "a@example.com, b@example.com",
			"Vestibule <no-reply@example.com>\r\nBcc: eve@example.com" })
	void startWhenFromIsNoSenderThenSaysSo(String from) {
		assertRefused("vestibule.mail.from is not", "spring.mail.host=localhost", "vestibule.mail.from=" + from);
	}

	@Test
	void startWhenNoMailServerThenOneSentence() {
		assertRefused("There is no mail server");
	}

	@Test
	void startWhenNoAccessToGoogleThenOneSentence() {
		assertRefused("There is no access to a Google mailbox", "vestibule.mail.transport=gmail");
	}

	@Test
	void startWhenGoogleIsHalfSetThenSaysSo() {
		assertRefused("vestibule.mail.google is half set", "vestibule.mail.transport=gmail",
				"vestibule.mail.google.client-id=abc");
	}

	@Test
	void startWhenServiceAccountsKeyIsMissingThenSaysSo() {
		TestTransports
			.with(List.of("vestibule.mail.transport=gmail",
					"vestibule.mail.google.service-account-file=/no/such/file.json"))
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"vestibule.mail.google.service-account-file cannot be read as a service account's JSON key: /no/such/file.json"));
	}

	@Test
	void startWhenFallbackIsTheSameThenSaysSo() {
		assertRefused("vestibule.mail.fallback.transport is the first transport once more",
				"spring.mail.host=localhost", "vestibule.mail.fallback.transport=smtp");
	}

	@Test
	void startWhenFallbackIsAnotherServerThenTwoWaysOut() {
		TestTransports
			.with(List.of("spring.mail.host=smtp.example.com", "spring.mail.port=587",
					"vestibule.mail.fallback.transport=smtp", "vestibule.mail.fallback.host=smtp.example.org"))
			.run((context) -> assertThat(context.getBean(Routes.class).list()).extracting(Route::name)
				.containsExactly("smtp smtp.example.com:587", "smtp smtp.example.org:587"));
	}

	@Test
	void defaultsThenTimeoutsAreFinite() {
		TestTransports.with(List.of("spring.mail.host=localhost", "spring.mail.properties.mail.smtp.timeout=1234"))
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
		ApplicationContextRunner runner = TestTransports.with(List.of("spring.mail.host=" + host));
		((setting != null) ? runner.withPropertyValues("spring.mail.properties.mail.smtp.starttls.required=" + setting)
				: runner)
			.run((context) -> assertThat(context.getBean(JavaMailSenderImpl.class)
				.getJavaMailProperties()
				.getProperty("mail.smtp.starttls.required")).isEqualTo(required));
	}

	private static void assertRefused(String words, String... settings) {
		TestTransports.with(List.of(settings))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith(words));
	}

}
