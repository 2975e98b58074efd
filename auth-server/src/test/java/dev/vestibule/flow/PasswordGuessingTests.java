package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordGuessingTests extends SignInFlowTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void signInWhenGuessedAtFromManySourcesThenNothingIsCompared(boolean held) {
		String email = someone();
		if (held) {
			signedIn(email);
		}
		assertThat(attempt(email).status()).isEqualTo(400);
		NODE.jdbc().sql("UPDATE budget SET spent = 100 WHERE name = 'passwords-day' AND key = ?").param(email).update();
		Page page = attempt(email);
		assertThat(page.status()).isEqualTo(429);
		assertThat(page.header("Retry-After")).isEqualTo("86400");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 99 })
	void signInWhenRightThenTheCountBeginsAnew(int failures) {
		String email = someone();
		signedIn(email);
		attempt(email);
		NODE.jdbc()
			.sql("UPDATE budget SET spent = ? WHERE name = 'passwords-day' AND key = ?")
			.params(failures, email)
			.update();
		assertThat(this.people.signIn(browser(), email).status()).isEqualTo(303);
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM budget WHERE name = 'passwords-day' AND key = ?")
			.param(email)
			.query(Integer.class)
			.single()).isZero();
	}

	private Page attempt(String email) {
		return browser().submit("/login", Map.of("username", email, "password", "wrong horse battery 42"));
	}

}
