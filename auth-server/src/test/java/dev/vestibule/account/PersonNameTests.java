package dev.vestibule.account;

import dev.vestibule.account.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PersonNameTests {

	private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");

	@ParameterizedTest
	@ValueSource(strings = { "Ann", "김민준", "José Ñandú-O'Neil", "علی\u200Cرضا", "Ann 🔑" })
	void usableWhenSomebodyIsCalledSoThenTrue(String name) {
		assertThat(PersonName.usable(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Ann\r\nBcc: x", "A\u0000", "A\u001B[31m", "A\u2028B", "\u202Enna", "\u200B", "\u3164",
			"\u2800\u00AD" })
	void usableWhenControlsOrNothingToSeeThenFalse(String name) {
		assertThat(PersonName.usable(name)).isFalse();
	}

	@Test
	void orElseWhenProviderNamesNobodyThenLocalPart() {
		assertThat(PersonName.orElse(null, EMAIL)).isEqualTo("ann");
		assertThat(PersonName.orElse("\u0007 ", EMAIL)).isEqualTo("ann");
		assertThat(PersonName.orElse("\u200D\uFE0F", EMAIL)).isEqualTo("ann");
	}

	@Test
	void orElseWhenTooLongThenCutBetweenCodePoints() {
		assertThat(PersonName.orElse("🔑".repeat(101), EMAIL)).isEqualTo("🔑".repeat(100));
	}

}
