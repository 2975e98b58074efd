package dev.vestibule.mail;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.vestibule.setting.Settings;
import dev.vestibule.web.Look;
import dev.vestibule.web.LookProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

class MailTemplatesTests {

	@Test
	void writeWhenMailingThenParagraphsAndNothingOfItIsMarkup() {
		Map<String, String> model = Map.of("subject", "News for <Ann>", "text", "Hi <b>Ann</b>,\nnew:\n\n[(${1})] ${2}",
				"unsubscribeUrl", "https://login.example/unsubscribe?token=a.b");
		MailTemplates.Written letter = this.templates.write("mailing", Locale.ENGLISH, model);
		assertThat(letter.subject()).isEqualTo("News for <Ann>");
		assertThat(letter.text()).startsWith("Hi <b>Ann</b>,\nnew:\n\n[(${1})] ${2}\n\n-- \n")
			.contains("https://login.example/unsubscribe?token=a.b");
		assertThat(letter.html()).contains("Hi &lt;b&gt;Ann&lt;/b&gt;,<br>new:</td>", "[(${1})] ${2}</td>",
				"News for &lt;Ann&gt;", "href=\"https://login.example/unsubscribe?token=a.b\"");
	}

	private static final Map<String, String> MODEL = new HashMap<>(Map.of("code", "123456", "link",
			"https://login.example/verify/link?token=a_b-c", "minutes", "10", "linkMinutes", "60", "device", "Firefox",
			"place", "Seoul", "loginUrl", "https://login.example/login", "resetUrl", "https://login.example/reset",
			"providerName", "Google", "client", "Demo"));

	static {
		MODEL.putAll(Map.of("signUpUrl", "https://login.example/signup", "accountUrl", "https://login.example/account",
				"newAddress", "bob@example.com", "days", "7", "providers", "Google, Facebook", "route", "gmail", "text",
				"Hello.\nThis is new.\n\nGood bye.", "unsubscribeUrl", "https://login.example/unsubscribe?token=a.b"));
	}

	private final MailTemplates templates = new MailTemplates(messages(),
			new Look(new LookProperties("Vestibule", null, null),
					new StaticListableBeanFactory().getBeanProvider(Settings.class)));

	@ParameterizedTest
	@MethodSource("templates")
	void writeThenNoMessageIsMissing(String template, Locale locale) {
		Map<String, String> model = new HashMap<>(MODEL);
		if (template.equals("mailing")) {
			model.put("subject", Locale.KOREAN.equals(locale) ? "소식" : "News");
		}
		MailTemplates.Written letter = this.templates.write(template, locale, model);
		assertThat(letter.subject() + letter.text() + letter.html()).doesNotContain("??", " th:", "null", "[(", "${");
		boolean korean = letter.subject().codePoints().anyMatch(Character::isIdeographic)
				|| letter.subject().matches(".*\\p{IsHangul}.*");
		assertThat(korean).isEqualTo(locale.getLanguage().equals("ko"));
	}

	private static Stream<Arguments> templates() throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath:templates/mail/*.txt");
		return Stream.of(found)
			.map((resource) -> String.valueOf(resource.getFilename()).replace(".txt", ""))
			.flatMap((name) -> Stream.of(Locale.ENGLISH, Locale.KOREAN).map((locale) -> Arguments.of(name, locale)));
	}

	@ParameterizedTest
	@CsvSource({ "en", "ko", "fr" })
	void writeWhenSignUpThenCodeAndLinkInBothForms(Locale locale) {
		MailTemplates.Written letter = this.templates.write("sign-up", locale, MODEL);
		assertThat(letter.text()).contains("123456", "https://login.example/verify/link?token=a_b-c", "Demo");
		assertThat(letter.html()).contains(">123456<", "href=\"https://login.example/verify/link?token=a_b-c\"",
				"Demo");
	}

	@Test
	void writeWhenThereIsAColorThenItsShadesInBothSchemes() {
		Map<String, String> model = new HashMap<>(MODEL);
		assertThat(this.templates.write("sign-up", Locale.ENGLISH, model).html()).contains("bgcolor=\"#1b1d23\"",
				".button-cell { background-color: #eceef3 !important; }");
		model.put(Message.COLOR, "1a5fb4");
		assertThat(this.templates.write("sign-up", Locale.ENGLISH, model).html())
			.contains("bgcolor=\"#1a5fb4\"", "color:#ffffff;", ".link { color: #", "color:#1a5fb4;")
			.doesNotContain("#1b1d23", "#3f49bd", "#eceef3 !important; }\n\t\t\t.button ");
	}

	@Test
	void writeWhenLessIsKnownThenNothingIsMissing() {
		MailTemplates.Written letter = this.templates.write("sign-up", Locale.ENGLISH,
				Map.of("code", "123456", "link", "https://login.example/l", "minutes", "10", "linkMinutes", "60"));
		assertThat(letter.text() + letter.html()).doesNotContain("null", "??");
	}

	@Test
	void writeWhenValueHoldsMarkupThenEscapedInHtmlOnly() {
		MailTemplates.Written letter = this.templates.write("sign-up", Locale.ENGLISH, Map.of("code", "123456", "link",
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
