package dev.vestibule.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTests extends SignInFlowTests {

	private static final String NEW_PASSWORD = "another zebra battery 43";

	@Test
	void resetByCodeThenNewPasswordAndNothingFromBefore() {
		String email = someone();
		Browser before = signedIn(email);
		Page tokens = this.web.redeem(code(before, this.web, "openid"));
		Browser browser = browser();
		assertThat(browser.submit("/reset", Map.of("email", email)).header("Location")).endsWith("/reset/code");
		Page done = browser.submit("/reset/code", Map.of("code", code(email, 2), "password", NEW_PASSWORD));
		assertThat(done.status()).isEqualTo(303);
		assertThat(browser.visit("/").body()).contains(email);
		assertThat(before.visit("/").body()).as("the session from before").doesNotContain(email);
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(this.people.signIn(browser(), email).status()).as("the old password").isEqualTo(400);
		assertThat(browser().submit("/login", Map.of("username", email, "password", NEW_PASSWORD)).status())
			.isEqualTo(303);
	}

	@Test
	void resetByLinkWhenInTheBrowserThatAskedThenNoDigitsAreAskedFor() {
		String email = someone();
		signedIn(email);
		Browser browser = browser();
		browser.submit("/reset", Map.of("email", email));
		String link = link(email, 2);
		assertThat(browser.get(link).body()).doesNotContain("name=\"code\"");
		assertThat(reset(browser, link, "").status()).isEqualTo(303);
		assertThat(browser.visit("/").body()).contains(email);
	}

	@Test
	void resetByLinkWhenElsewhereThenDigitsAsWellSinceScannersSubmitForms() {
		String email = someone();
		signedIn(email);
		Browser asked = browser();
		asked.submit("/reset", Map.of("email", email));
		String link = link(email, 2);
		Browser scanner = browser();
		assertThat(scanner.get(link).body()).contains("name=\"code\"");
		assertThat(reset(scanner, link, "").status()).isEqualTo(400);
		for (int i = 0; i < 20; i++) {
			assertThat(reset(scanner, link, notThe(code(email, 2))).status()).isEqualTo((i < 10) ? 400 : 429);
		}
		assertThat(this.people.signIn(browser(), email).status()).as("the password as it was").isEqualTo(303);
		assertThat(reset(asked, link, "").status()).as("the link as it was").isEqualTo(303);
	}

	@Test
	void resetByLinkThenWorksOnceInAnyBrowser() {
		String email = someone();
		signedIn(email);
		browser().submit("/reset", Map.of("email", email));
		String link = link(email, 2);
		String code = code(email, 2);
		List<Callable<Integer>> attempts = Stream.generate(this::browser).limit(20).map((browser) -> {
			Map<String, String> form = resetForm(browser, link, code);
			return (Callable<Integer>) () -> browser.post("/reset/link", form).status();
		}).toList();
		assertThat(inParallel(attempts)).containsOnlyOnce(303).isSubsetOf(303, 400, 429);
	}

	@Test
	void resetWhenNobodyHoldsTheAddressThenTheSamePagesAndAMailThatSaysSo() {
		String held = someone();
		String free = someone();
		signedIn(held);
		Browser one = browser();
		Browser other = browser();
		Page first = one.submit("/reset", Map.of("email", held));
		Page second = other.submit("/reset", Map.of("email", free));
		assertThat(second.status()).isEqualTo(first.status());
		assertThat(mail(free, 1)).contains("no account").doesNotContain("/reset/link");
		assertThat(other.submit("/reset/code", Map.of("code", "000000", "password", NEW_PASSWORD)).body())
			.contains("code is not right");
	}

	@Test
	void noticeWhenItWasNotMeThenTheAccountIsTakenBackByLinkAndDigits() {
		String email = someone();
		signedIn(email);
		browser().submit("/reset", Map.of("email", email));
		Browser thief = browser();
		reset(thief, link(email, 2), code(email, 2));
		String link = link(email, 3);
		Browser owner = browser();
		assertThat(recover(owner, link, notThe(code(email, 3))).status()).as("digits that a scanner made up")
			.isEqualTo(400);
		assertThat(recover(owner, link, code(email, 3)).status()).isEqualTo(303);
		assertThat(thief.visit("/").body()).doesNotContain(email);
		assertThat(owner.visit("/").body()).contains(email);
	}

	@Test
	void continueWhenInAnotherBrowserThenNothingOfTheFirstOneCounts() {
		String email = someone();
		Browser attacker = browser();
		attacker.submit("/signup", Map.of("email", email, "name", "Mallory", "password", People.PASSWORD));
		String link = link(email, 1);
		Browser owner = browser();
		assertThat(owner.get(link).body()).doesNotContain("Mallory").contains("continue here");
		Map<String, String> form = new HashMap<>(
				Map.of("token", token(link), "code", notThe(code(email, 1)), "name", "Ann", "password", NEW_PASSWORD));
		form.put("_csrf", owner.csrf(link));
		assertThat(owner.post("/verify/link/continue", form).status()).isEqualTo(400);
		form.put("code", code(email, 1));
		assertThat(owner.post("/verify/link/continue", form).status()).isEqualTo(303);
		assertThat(owner.visit("/").body()).contains(email, "Ann");
		assertThat(attacker.get("/verify").status()).as("sees no difference").isEqualTo(200);
		assertThat(attacker.submit("/verify", Map.of("code", code(email, 1))).body()).contains("code is not right");
		assertThat(this.people.signIn(browser(), email).status()).as("the attacker's password").isEqualTo(400);
	}

	@Test
	void signInWhenAProofIsDueThenVerifyFirst() {
		String email = someone();
		signedIn(email);
		NODE.jdbc().sql("UPDATE account SET proof_due_at = now() WHERE email = :email").param("email", email).update();
		Browser browser = browser();
		assertThat(this.people.signIn(browser, email).header("Location")).endsWith("/verify");
		assertThat(browser.get(this.web.authorizeUrl("openid")).header("Location")).doesNotContain("code=");
		assertThat(type(browser, code(email, 2)).status()).isEqualTo(303);
		assertThat(code(browser, this.web, "openid")).isNotEmpty();
	}

	private static Page reset(Browser browser, String link, String code) {
		return browser.post("/reset/link", resetForm(browser, link, code));
	}

	private static Map<String, String> resetForm(Browser browser, String link, String code) {
		return Map.of("token", token(link), "code", code, "password", NEW_PASSWORD, "_csrf", browser.csrf(link));
	}

	private static Page recover(Browser browser, String link, String code) {
		return browser.post("/recover/link", Map.of("token", token(link), "code", code, "password",
				"yet another zebra 44", "_csrf", browser.csrf(link)));
	}

}
