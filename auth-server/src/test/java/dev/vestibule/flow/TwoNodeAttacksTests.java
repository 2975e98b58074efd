package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks 9 and 10 on two nodes at once, which share nothing but the database.
 */
class TwoNodeAttacksTests extends SignInFlowTests {

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void attack9WhenRightCodeOnTwoNodesAtOnceThenOneSuccess() {
		signUp(this.browser, this.email);
		Map<String, String> form = Map.of("code", code(this.email, 1), "_csrf", this.browser.csrf("/verify"));
		List<Page> pages = verifyOnBoth(50, (i) -> form);
		assertThat(pages).extracting(Page::status).isSubsetOf(303, 400, 403);
		assertThat(pages).filteredOn((page) -> page.header("Location").equals("/")).hasSize(1);
		assertThat(count("account", this.email)).isOne();
	}

	@Test
	void attack10WhenThousandGuessesOnTwoNodesWithTheRightOneLastThenFiveAreCounted() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		assertThat(guess(1000, code)).filteredOn((page) -> page.body().contains("That code is not right")).hasSize(5);
		assertThat(type(this.browser, code).body()).contains("Too many wrong tries");
		assertThat(this.browser
			.post(SIBLING.node().url() + "/verify", Map.of("code", code, "_csrf", this.browser.csrf("/verify")))
			.body()).contains("Too many wrong tries");
		assertThat(count("account", this.email)).isZero();
		assertThat(press(this.browser, link(this.email, 1)).header("Location")).as("a link is never stopped")
			.isEqualTo("/");
	}

	@Test
	void attack10WhenGuessedOnTwoNodesOverResendsThenTheBudgetSurvives() {
		signUp(this.browser, this.email);
		for (int mail = 1; mail <= 20; mail++) {
			String code = code(this.email, mail);
			int compared = (int) guess(20, code).stream()
				.filter((page) -> page.body().contains("That code is not right"))
				.count();
			assertThat(compared).isEqualTo((mail <= 10) ? 5 : 0);
			aMinuteLater(this.email);
			assertThat(resend(this.browser).status()).isEqualTo(303);
		}
		assertThat(type(this.browser, code(this.email, 21)).status()).isEqualTo(429);
		assertThat(press(this.browser, link(this.email, 21)).header("Location")).isEqualTo("/");
	}

	private List<Page> guess(int times, String code) {
		String csrf = this.browser.csrf("/verify");
		return verifyOnBoth(times,
				(i) -> Map.of("code", "%06d".formatted((Integer.parseInt(code) + 1 + i) % 1_000_000), "_csrf", csrf));
	}

	private List<Page> verifyOnBoth(int times, IntFunction<Map<String, String>> form) {
		return SIBLING.inParallel(times, (node, i) -> this.browser.post(node.url() + "/verify", form.apply(i)));
	}

}
