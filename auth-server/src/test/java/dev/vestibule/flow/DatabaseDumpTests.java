package dev.vestibule.flow;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attack 39: whoever reads the whole database finds nothing that opens anything.
 */
class DatabaseDumpTests extends WireSecretsTests {

	@Test
	void attack39WhenDatabaseIsDumpedThenNothingThatWasSeenOnTheWire() {
		String email = someone();
		signUp(browser(), email);
		mail(email, 1);
		Map<String, String> secrets = walk();
		Haystack dump = new Haystack(dump());
		assertThat(dump.holds(email)).isTrue();
		secrets.forEach((name, secret) -> assertThat(dump.holds(secret)).as(name).isFalse());
	}

}
