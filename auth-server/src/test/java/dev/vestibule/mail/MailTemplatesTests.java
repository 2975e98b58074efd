package dev.vestibule.mail;

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

class MailTemplatesTests {

	private static final Map<String, String> MODEL = Map.of("code", "123456", "link",
			"https://login.example/verify/link?token=a_b-c", "minutes", "10", "device", "Firefox", "place", "Seoul",
			"loginUrl", "https://login.example/login", "resetUrl", "https://login.example/reset", "providerName",
			"Google", "client", "Demo");

	private final MailTemplates templates = new MailTemplates(messages());

	@ParameterizedTest
	@CsvSource({ "sign-up,en", "sign-up,ko", "account-exists,en", "account-exists,ko", "account-disabled,en",
			"account-disabled,ko", "identity-linked,en", "identity-linked,ko" })
	void writeThenNoMessageIsMissing(String template, Locale locale) {
		MailTemplates.Letter letter = this.templates.write(template, locale, MODEL);
		assertThat(letter.subject() + letter.text() + letter.html()).doesNotContain("??", " th:", "null", "[(", "${");
		boolean korean = letter.subject().codePoints().anyMatch(Character::isIdeographic)
				|| letter.subject().matches(".*\\p{IsHangul}.*");
		assertThat(korean).isEqualTo(locale.getLanguage().equals("ko"));
	}

	@ParameterizedTest
	@CsvSource({ "en", "ko", "fr" })
	void writeWhenSignUpThenCodeAndLinkInBothForms(Locale locale) {
		MailTemplates.Letter letter = this.templates.write("sign-up", locale, MODEL);
		assertThat(letter.text()).contains("123456", "https://login.example/verify/link?token=a_b-c", "Demo");
		assertThat(letter.html()).contains(">123456<", "href=\"https://login.example/verify/link?token=a_b-c\"",
				"Demo");
	}

	@Test
	void writeWhenLessIsKnownThenNothingIsMissing() {
		MailTemplates.Letter letter = this.templates.write("sign-up", Locale.ENGLISH,
				Map.of("code", "123456", "link", "https://login.example/l", "minutes", "10"));
		assertThat(letter.text() + letter.html()).doesNotContain("null", "??");
	}

	@Test
	void writeWhenValueHoldsMarkupThenEscapedInHtmlOnly() {
		MailTemplates.Letter letter = this.templates.write("sign-up", Locale.ENGLISH, Map.of("code", "123456", "link",
				"https://login.example/l?a=1&b=2", "minutes", "10", "client", "<b>Bob & Co</b>"));
		assertThat(letter.html()).contains("&lt;b&gt;Bob &amp; Co&lt;/b&gt;").doesNotContain("<b>Bob");
		assertThat(letter.text()).contains("<b>Bob & Co</b>", "https://login.example/l?a=1&b=2");
	}

	private static ResourceBundleMessageSource messages() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages;
	}

}
