package dev.vestibule.flow;

import java.time.Duration;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import dev.vestibule.limit.Limit;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordGuessingTests extends SignInFlowTests {

	private static final String WRONG = "wrong horse battery 42";

	private final String email = someone();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void signInWhenGuessedAtFromManySourcesThenNothingIsCompared(boolean held) {
		if (held) {
			signedIn(this.email);
		}
		guessFromElsewhere(99);
		assertThat(attempt(browser()).status()).isEqualTo(400);
		Page page = this.people.signIn(browser(), this.email);
		assertThat(page.status()).isEqualTo(429);
		assertThat(page.body()).contains("Try again in about 30 days, set a new password, or sign in another way");
		assertThat(Long.parseLong(page.header("Retry-After"))).isBetween(2_591_000L, 2_592_000L);
	}

	@Test
	void signInWhenRightThenTheCountBeginsAnew() {
		signedIn(this.email);
		for (int round = 0; round < 2; round++) {
			guessFromElsewhere(98);
			attempt(browser());
			assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(303);
		}
	}

	/**
	 * As many other sources would.
	 */
	private void guessFromElsewhere(int times) {
		Limits limits = NODE.bean(Limits.class);
		for (int i = 0; i < times; i++) {
			limits.take(new Limit("passwords.row", new Rate(100, Duration.ofDays(30))).of(this.email));
		}
	}

	private Page attempt(Browser browser) {
		return browser.submit("/login", Map.of("username", this.email, "password", WRONG));
	}

}
