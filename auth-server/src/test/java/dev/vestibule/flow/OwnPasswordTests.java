package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnPasswordTests extends SignInFlowTests {

	private static final String NEW_PASSWORD = "another zebra battery 43";

	private final String email = someone();

	private final Browser browser = signedIn(this.email);

	@Test
	void changeThenOnlyThisBrowserStaysAndTheMailboxIsTold() {
		Page tokens = this.web.redeem(code(this.browser, this.web, "openid"));
		Browser other = browser();
		this.people.signIn(other, this.email);
		List<String> before = cookies(this.browser);
		assertThat(change(this.browser, NEW_PASSWORD).location()).endsWith("/account?done=password");
		assertThat(this.browser.get("/account").body()).contains(this.email);
		assertThat(cookies(this.browser)).doesNotContainAnyElementsOf(before);
		assertThat(other.get("/account").location()).endsWith("/login?error=session-ended");
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(mail(this.email, 3)).contains("The password of your account was changed", "/recover/link");
		assertThat(this.people.signIn(browser(), this.email).status()).as("the old password").isEqualTo(400);
		assertThat(browser().submit("/login", Map.of("username", this.email, "password", NEW_PASSWORD)).status())
			.isEqualTo(303);
	}

	@Test
	void signInWhenInTheSameBrowserAfterwardsThenNotTakenForANewDevice() {
		change(this.browser, NEW_PASSWORD);
		this.browser.submit("/login", Map.of("username", this.email, "password", NEW_PASSWORD));
		browser().submit("/login", Map.of("username", this.email, "password", NEW_PASSWORD));
		mail(this.email, 3);
		assertThat(this.people.mailsTo(this.email)).as("the code, the change, and one new device").hasSize(3);
	}

	@Test
	void changeWhenTooShortThenSaidAndNothingChanges() {
		Page page = change(this.browser, "too short");
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("too short", "password-error");
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(303);
	}

	@Test
	void changeWhenManyAtOnceThenOne() {
		String csrf = this.browser.csrf("/account/password");
		Callable<String> change = () -> this.browser
			.post("/account/password", Map.of("password", NEW_PASSWORD, "_csrf", csrf))
			.header("Location");
		List<String> locations = inParallel(10, change);
		assertThat(locations).filteredOn((location) -> location.endsWith("?done=password")).hasSize(1);
	}

	@Test
	void changeWhenFrozenThenRefused() {
		NODE.jdbc()
			.sql("UPDATE account SET frozen_until = now() + interval '1 hour' WHERE email = ?")
			.param(this.email)
			.update();
		String csrf = this.browser.csrf("/account");
		Page page = this.browser.post("/account/password", Map.of("password", NEW_PASSWORD, "_csrf", csrf));
		assertThat(page.status()).isEqualTo(403);
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(303);
	}

	private static Page change(Browser browser, String password) {
		return browser.submit("/account/password", Map.of("password", password));
	}

}
