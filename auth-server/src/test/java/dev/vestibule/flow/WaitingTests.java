package dev.vestibule.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a waiting page asks the server behind its back, and what it is never told.
 */
class WaitingTests extends SignInFlowTests {

	private static final Pattern POLL = Pattern.compile("hx-get=\"([^\"]+)\" hx-trigger=\"every (\\d+)s\"");

	private static final String NEW_PASSWORD = "another zebra battery 43";

	@Test
	void pageWhenNothingChangedThenNothingIsSent() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		Awaitility.await().until(() -> browser.get("/verify").body().contains("delivery-sent"));
		String poll = poll(browser, "/verify", "2");
		assertThat(browser.get(poll).status()).isEqualTo(204);
	}

	@Test
	void pageWhenMailIsSentThenAPieceOfThePageSaysSo() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		mail(email, 1);
		Awaitility.await().until(() -> browser.get("/verify").body().contains("delivery-sent"));
		Page piece = browser.get("/verify/progress?shown=something-else");
		assertThat(piece.body()).contains("delivery-sent", "We sent a six-digit code to", "hx-swap-oob")
			.doesNotContain("<html", "<input", "waiting-notices");
	}

	@Test
	void pageWhenTimePassesThenItAsksLessOftenAndAtLastNoMore() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		// A mail that is sent later carries a fresh code.
		mail(email, 1);
		changeChallenge(email, "asked_at = now() - interval '2 minutes'");
		poll(browser, "/verify", "5");
		changeChallenge(email, "code_expires_at = now()");
		poll(browser, "/verify", "30");
		assertThat(browser.get("/verify/progress").body()).contains("That code has expired", "waiting-notices");
		changeChallenge(email, "link_expires_at = now()");
		assertThat(browser.get("/verify").body()).doesNotContain("hx-get", "<script");
	}

	@Test
	void pageWhenItsOwnBrowserProvedThenItMovesOn() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		String poll = poll(browser, "/verify", "2");
		assertThat(press(browser, link(email, 1)).status()).isEqualTo(303);
		Page first = browser.get(poll);
		assertThat(first.header("HX-Redirect")).as("its form may be on its way").isEmpty();
		assertThat(first.body()).contains("hx-get=\"/verify/progress?shown=moving\"");
		assertThat(browser.get("/verify/progress?shown=moving").header("HX-Redirect")).isEqualTo("/verify");
		assertThat(browser.visit("/verify").body()).contains(email).contains("signed in");
	}

	@Test
	void pageWhenAnotherBrowserProvedThenNothingTellsIt() {
		String email = someone();
		Browser first = browser();
		signUp(first, email);
		Awaitility.await().until(() -> first.get("/verify").body().contains("delivery-sent"));
		String poll = poll(first, "/verify", "2");
		Browser second = browser();
		String link = link(email, 1);
		Map<String, String> form = new HashMap<>(
				Map.of("token", token(link), "code", code(email, 1), "name", "Ann", "password", NEW_PASSWORD));
		form.put("_csrf", second.csrf(link));
		assertThat(second.post("/verify/link/continue", form).status()).isEqualTo(303);
		Page after = first.get(poll);
		assertThat(after.status()).isEqualTo(204);
		assertThat(after.header("HX-Redirect")).isEmpty();
	}

	@Test
	void resetWhenAnotherBrowserFinishedThenNothingTellsTheOneThatAsked() {
		String email = someone();
		signedIn(email);
		Browser first = browser();
		first.submit("/reset", Map.of("email", email));
		mail(email, 2);
		Awaitility.await().until(() -> first.get("/reset/code").body().contains("delivery-sent"));
		String poll = poll(first, "/reset/code", "2");
		Browser second = browser();
		String link = link(email, 2);
		assertThat(second
			.post("/reset/link", Map.of("token", token(link), "code", code(email, 2), "password", NEW_PASSWORD, "_csrf",
					second.csrf(link)))
			.status()).isEqualTo(303);
		assertThat(first.get(poll).status()).isEqualTo(204);
		assertThat(
				first.submit("/reset/code", Map.of("code", code(email, 2), "password", "yet another zebra 44")).body())
			.contains("code is not right");
		aMinuteLater(email);
		Page resent = first.post("/reset/resend", Map.of("_csrf", first.csrf("/reset/code")));
		assertThat(resent.header("Location")).endsWith("/reset/code?resent");
		Awaitility.await().until(() -> first.get("/reset/code").body().contains("delivery-sent"));
	}

	@Test
	void progressWhenNobodyWaitsThenThePageLeadsOn() {
		Browser browser = browser();
		assertThat(browser.get("/verify/progress?shown=moving").header("HX-Redirect")).isEqualTo("/verify");
		assertThat(browser.visit("/verify").body()).contains("What you were confirming here is over");
		assertThat(browser.get("/reset/code/progress?shown=moving").header("HX-Redirect")).isEqualTo("/reset/code");
	}

	private static String poll(Browser browser, String page, String seconds) {
		Matcher matcher = POLL.matcher(browser.get(page).body());
		assertThat(matcher.find()).isTrue();
		assertThat(matcher.group(2)).isEqualTo(seconds);
		return matcher.group(1);
	}

}
