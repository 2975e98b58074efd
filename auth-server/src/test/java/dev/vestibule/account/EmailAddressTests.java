package dev.vestibule.account;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmailAddressTests {

	@ParameterizedTest
	@CsvSource({ "Ann@Example.COM,ann@example.com", "' ann@example.com ',ann@example.com",
			"ann.b+c@example.com,ann.b+c@example.com", "ann@bücher.example,ann@xn--bcher-kva.example",
			"ann@BÜCHER.example,ann@xn--bcher-kva.example", "ann@xn--bcher-kva.Example,ann@xn--bcher-kva.example",
			"ann@한국.example,ann@xn--3e0b707e.example" })
	void parseWhenDeliverableThenOneForm(String input, String value) {
		assertThat(EmailAddress.parse(input)).hasValueSatisfying((email) -> assertThat(email.value()).isEqualTo(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ann", "@example.com", "ann@", "ann@localhost", "a@b@example.com", "ann@exam ple.com",
			"\"a b\"@example.com", "ann@[127.0.0.1]", ".ann@example.com", "ann..b@example.com", "ann\r\n@example.com",
			"ann@example.com\r\nBcc: x@example.com", "ann@example\u0000.com", "ann\uFF20example.com",
			"\u0131nfo@example.com", "an\u200Bn@example.com", "ann@exam\u200Bple.com", "ann@-example.com",
			"ann@\uFF45xample.com", "ann@example.com.", "ann,b@example.com", "<ann@example.com>" })
	void parseWhenNotDeliverableOrLookAlikeThenEmpty(String input) {
		assertThat(EmailAddress.parse(input)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann@fa\u00DFchen.de", "ann@b\u00FCcher.fa\u00DFchen.de",
			"ann@\u03C3\u03BF\u03C6\u03BF\u03C2.gr" })
	void parseWhenIdnaWouldMakeItAnotherDomainThenEmpty(String input) {
		assertThat(EmailAddress.parse(input)).isEmpty();
	}

	@Test
	void parseWhenTooLongThenEmpty() {
		assertThat(EmailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
		assertThat(EmailAddress.parse("a@" + "b".repeat(60) + ("." + "b".repeat(60)).repeat(4))).isEmpty();
	}

}
