package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordSignInTests extends SignInFlowTests {

	private static final String WRONG = "wrong horse battery 42";

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void signInWhenRightThenSessionIsAnotherAndHomeTells() {
		signedIn(this.email);
		assertThat(this.browser.get("/oauth2/authorization/google").isRedirect()).as("a session of nobody").isTrue();
		List<String> before = cookies(this.browser);
		Page page = this.people.signIn(this.browser, this.email);
		assertThat(page.status()).isEqualTo(303);
		assertThat(page.header("Location")).isEqualTo("/");
		assertThat(cookies(this.browser)).doesNotContainAnyElementsOf(before);
		assertThat(this.browser.get("/").body()).contains(this.email, "Ann Example");
	}

	@Test
	void signInWhenWrongOrUnknownThenSamePage() {
		signedIn(this.email);
		String unknown = someone();
		Page wrong = attempt(this.browser, this.email, WRONG);
		Page absent = attempt(browser(), unknown, WRONG);
		assertThat(wrong.status()).isEqualTo(absent.status()).isEqualTo(400);
		assertThat(neutral(wrong, this.email)).isEqualTo(neutral(absent, unknown)).contains("is not right");
	}

	private static String neutral(Page page, String email) {
		return page.body().replace(email, "EMAIL").replaceAll("value=\"[^\"]{40,}\"", "CSRF");
	}

	@Test
	void signInWhenDisabledThenToldOnlyWithTheRightPassword() {
		signedIn(this.email);
		change("enabled = false");
		assertThat(attempt(this.browser, this.email, WRONG).body()).doesNotContain("disabled");
		Page page = this.people.signIn(this.browser, this.email);
		assertThat(page.header("Location")).isEqualTo("/login?error=disabled");
		assertThat(this.browser.get("/login?error=disabled").body()).contains("disabled");
		assertThat(this.browser.get("/").body()).doesNotContain(this.email);
	}

	@Test
	void signInWhenTooManyAttemptsThen429UntilTheWindowEnds() {
		signedIn(this.email);
		for (int i = 0; i < 10; i++) {
			assertThat(attempt(this.browser, this.email, WRONG).status()).isEqualTo(400);
		}
		Page page = this.people.signIn(this.browser, this.email);
		assertThat(page.status()).isEqualTo(429);
		assertThat(page.body()).contains("Try again in about 15 minutes", "value=\"" + this.email + "\"");
		assertThat(Integer.parseInt(page.header("Retry-After"))).isBetween(800, 900);
		forgetLimits("passwords", this.email);
		assertThat(this.people.signIn(this.browser, this.email).status()).isEqualTo(303);
	}

	@Test
	void signInWhenRightThenEarlierFailuresAreForgotten() {
		signedIn(this.email);
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 9; i++) {
				attempt(this.browser, this.email, WRONG);
			}
			assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(303);
		}
	}

	@Test
	void attack35WhenHundredWrongPasswordsAtOnceThenTenAreCompared() {
		signedIn(this.email);
		String csrf = this.browser.csrf("/login");
		List<Integer> statuses = inParallel(100,
				() -> this.browser.post("/login", Map.of("username", this.email, "password", WRONG, "_csrf", csrf))
					.status());
		assertThat(statuses).filteredOn((status) -> status == 400).hasSizeLessThanOrEqualTo(10);
		assertThat(statuses).isSubsetOf(400, 429, 503);
	}

	@Test
	void attack34WhenPasswordIsHugeThen400AtOnce() {
		String csrf = this.browser.csrf("/login");
		Map<String, String> form = Map.of("username", this.email, "password", "a".repeat(1500), "_csrf", csrf);
		assertThat(this.browser.post("/login", form).status()).isEqualTo(400);
		assertThat(fastest(this.browser, "/login", form)).isLessThan(50);
		Map<String, String> megabyte = Map.of("username", this.email, "password", "a".repeat(1 << 20), "_csrf", csrf);
		assertThat(this.browser.post("/login", megabyte).status()).isEqualTo(400);
		assertThat(fastest(this.browser, "/login", megabyte)).isLessThan(50);
	}

	@Test
	void logoutWhenPostedThenSignedOut() {
		Browser signedIn = signedIn(this.email);
		List<String> before = cookies(signedIn);
		Page page = signedIn.post("/logout", Map.of("_csrf", signedIn.csrf("/")));
		assertThat(page.status()).isEqualTo(303);
		assertThat(page.header("Location")).isEqualTo("/login?signed-out");
		assertThat(signedIn.get("/login?signed-out").body()).contains("You are signed out");
		assertThat(signedIn.get("/").body()).doesNotContain(this.email);
		assertThat(cookies(signedIn)).doesNotContainAnyElementsOf(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/login", "/signup", "/signup/address", "/verify", "/verify/resend", "/verify/link",
			"/logout" })
	void attack31WhenPostedWithoutTokenThen403(String path) {
		Browser signedIn = signedIn(this.email);
		assertThat(signedIn.post(path, Map.of("username", this.email, "password", People.PASSWORD)).status())
			.isEqualTo(403);
		assertThat(signedIn.get("/").body()).contains(this.email);
	}

	@ParameterizedTest
	@ValueSource(strings = { "enabled = false", "credential_epoch = credential_epoch + 1" })
	void sessionWhenGateHasShutThenEnded(String assignment) {
		Browser signedIn = signedIn(this.email);
		change(assignment);
		Page page = signedIn.get("/");
		assertThat(page.header("Location")).isEqualTo("/login?error=session-ended");
		assertThat(signedIn.get("/login?error=session-ended").body()).contains("session has ended");
		assertThat(signedIn.get("/").body()).doesNotContain(this.email);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/device", "/nothing" })
	void pageWhenNotBuiltThen404(String path) {
		assertThat(this.browser.get(path).status()).isEqualTo(404);
	}

	@Test
	void loginWhenErrorIsUnknownThenNotShown() {
		assertThat(this.browser.get("/login?error=%3Cscript%3E").body()).doesNotContain("page-error", "<script");
	}

	private Page attempt(Browser browser, String email, String password) {
		return browser.submit("/login", Map.of("username", email, "password", password));
	}

	private void change(String assignment) {
		NODE.jdbc().sql("UPDATE account SET " + assignment + " WHERE email = ?").param(this.email).update();
	}

}
