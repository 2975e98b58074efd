package dev.vestibule.flow;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DroppedKeyTests extends SignInFlowTests {

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void verifyWhenKeyWasDroppedThenExpiredUntilMailedAnew() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		String link = link(this.email, 1);
		changeChallenge(this.email, "key_id = 'dropped'");
		assertThat(this.browser.get(link).status()).isEqualTo(400);
		Page page = type(this.browser, code);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("has expired");
		aMinuteLater(this.email);
		assertThat(resend(this.browser).status()).isEqualTo(303);
		assertThat(type(this.browser, code(this.email, 2)).header("Location")).isEqualTo("/");
	}

}
