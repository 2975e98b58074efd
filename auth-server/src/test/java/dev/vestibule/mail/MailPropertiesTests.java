package dev.vestibule.mail;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MailPropertiesTests {

	@Test
	void newWhenMessagesWouldBeForgottenTooSoonThenSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new MailProperties(Duration.ofHours(47)))
			.withMessageStartingWith("vestibule.mail.kept must be");
	}

}
