package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationTests extends SignInFlowTests {

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void verifyWhenAlreadySignedInThenGoesOn() {
		assertThat(signedIn(this.email).get("/verify").header("Location")).isEqualTo("/");
	}

	@Test
	void verifyWhenNothingIsPendingThenLogin() {
		assertThat(this.browser.get("/verify").header("Location")).isEqualTo("/login?error=sign-up-ended");
	}

	@Test
	void verifyWhenWrongThenTellsHowOftenAndMalformedIsNotCounted() {
		signUp(this.browser, this.email);
		Page page = type(this.browser, notThe(code(this.email, 1)));
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("4 more times");
		assertThat(type(this.browser, "12345").body()).contains("4 more times");
	}

	@Test
	void verifyWhenCodeHasBlanksThenRight() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		assertThat(type(this.browser, " " + code.substring(0, 3) + " " + code.substring(3)).status()).isEqualTo(303);
	}

	@Test
	void verifyWhenExpiredThenTells() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		changeChallenge(this.email, "code_expires_at = now() - interval '1 second'");
		Page page = type(this.browser, code);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("has expired");
		assertThat(press(this.browser, link(this.email, 1)).header("Location")).as("the link lives longer")
			.isEqualTo("/");
	}

	@Test
	void linkWhenExpiredThenInvalid() {
		signUp(this.browser, this.email);
		String link = link(this.email, 1);
		changeChallenge(this.email, "link_expires_at = now() - interval '1 second'");
		assertThat(this.browser.get(link).status()).isEqualTo(400);
		assertThat(press(this.browser, link).status()).isIn(400, 403);
		assertThat(count("account", this.email)).isZero();
	}

	@Test
	void linkWhenMerelyOpenedThenChangesNothing() {
		signUp(this.browser, this.email);
		String link = link(this.email, 1);
		assertThat(this.browser.head(link).status()).isEqualTo(200);
		assertThat(this.browser.get(link).status()).isEqualTo(200);
		assertThat(count("account", this.email)).isZero();
		assertThat(type(this.browser, code(this.email, 1)).status()).isEqualTo(303);
		assertThat(browser().get(link).status()).as("spent").isEqualTo(400);
	}

	@Test
	void linkWhenForgedThenInvalid() {
		signUp(this.browser, this.email);
		String token = token(link(this.email, 1));
		char last = token.charAt(40);
		String forged = token.substring(0, 40) + ((last == 'A') ? 'B' : 'A') + token.substring(41);
		for (String wrong : List.of(forged, token + "A", "", "x", token.substring(4))) {
			assertThat(this.browser.get("/verify/link?token=" + wrong).status()).isEqualTo(400);
		}
	}

	@Test
	void resendWhenTooSoonThenNothingChanges() {
		signUp(this.browser, this.email);
		Page page = resend(this.browser);
		assertThat(page.status()).isEqualTo(429);
		assertThat(page.body()).contains("We cannot send another mail right now. Please try again in ");
		assertThat(Integer.parseInt(page.header("Retry-After"))).isBetween(30, 60);
		assertThat(type(this.browser, code(this.email, 1)).status()).isEqualTo(303);
	}

	@Test
	void resendWhenSentThenEarlierCodeAndLinkAreVoid() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		String link = link(this.email, 1);
		aMinuteLater(this.email);
		assertThat(resend(this.browser).header("Location")).isEqualTo("/verify?resent");
		String another = code(this.email, 2);
		assertThat(this.browser.get(link).status()).isEqualTo(400);
		if (!another.equals(code)) {
			assertThat(type(this.browser, code).status()).isEqualTo(400);
		}
		assertThat(type(this.browser, another).status()).isEqualTo(303);
	}

	@Test
	void resendWhenAskedAtOnceThenOneMail() {
		signUp(this.browser, this.email);
		mail(this.email, 1);
		aMinuteLater(this.email);
		String csrf = this.browser.csrf("/verify");
		List<Integer> statuses = inParallel(20,
				() -> this.browser.post("/verify/resend", Map.of("_csrf", csrf)).status());
		assertThat(statuses).containsOnly(303, 429).filteredOn((status) -> status == 303).hasSize(1);
	}

	@Test
	void deliveryWhenSentThenSaysSo() {
		signUp(this.browser, this.email);
		mail(this.email, 1);
		Awaitility.await()
			.until(() -> this.browser.get("/verify").body().contains("The mail server has accepted the mail"));
	}

	@Test
	void attack9WhenRightCodeFiftyTimesAtOnceThenOneSuccess() {
		signUp(this.browser, this.email);
		Map<String, String> form = Map.of("code", code(this.email, 1), "_csrf", this.browser.csrf("/verify"));
		assertOneSuccess(inParallel(50, () -> this.browser.post("/verify", form)));
	}

	@Test
	void attack9WhenLinkFiftyTimesAtOnceThenOneSuccess() {
		signUp(this.browser, this.email);
		String link = link(this.email, 1);
		Map<String, String> form = Map.of("token", token(link), "_csrf", this.browser.csrf(link));
		assertOneSuccess(inParallel(50, () -> this.browser.post("/verify/link", form)));
	}

	@Test
	void attack9WhenCodeAndLinkAtOnceThenOneSuccess() {
		signUp(this.browser, this.email);
		String csrf = this.browser.csrf("/verify");
		Map<String, String> code = Map.of("code", code(this.email, 1), "_csrf", csrf);
		Map<String, String> link = Map.of("token", token(link(this.email, 1)), "_csrf", csrf);
		List<Callable<Page>> work = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			work.add(() -> this.browser.post("/verify", code));
			work.add(() -> this.browser.post("/verify/link", link));
		}
		assertOneSuccess(inParallel(work));
	}

	private void assertOneSuccess(List<Page> pages) {
		assertThat(pages).extracting(Page::status).isSubsetOf(303, 400, 403);
		assertThat(pages).filteredOn(Page::isRedirect)
			.extracting((page) -> page.header("Location"))
			.containsExactly("/");
		assertThat(count("account", this.email)).isOne();
	}

	@Test
	void attack9WhenFiveBrowsersProveAtOnceThenOneAccount() {
		List<Browser> browsers = Stream.generate(this::browser).limit(5).toList();
		List<Callable<Page>> work = new ArrayList<>();
		for (int i = 0; i < browsers.size(); i++) {
			Browser one = browsers.get(i);
			aMinuteLater(this.email);
			signUp(one, this.email);
			Map<String, String> form = Map.of("code", code(this.email, i + 1), "_csrf", one.csrf("/verify"));
			work.add(() -> one.post("/verify", form));
		}
		assertOneSuccess(inParallel(work));
	}

	@Test
	void attack10WhenThousandGuessesWithTheRightOneLastThenFiveAreCounted() {
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		String csrf = this.browser.csrf("/verify");
		List<Page> pages = guess(1000, code, csrf);
		assertThat(pages).extracting(Page::status).containsOnly(400);
		assertThat(pages).filteredOn((page) -> page.body().contains("That code is not right")).hasSize(5);
		assertThat(type(this.browser, code).body()).contains("Too many wrong tries");
		assertThat(attempts()).isEqualTo(5);
		assertThat(press(this.browser, link(this.email, 1)).header("Location")).as("a link is never stopped")
			.isEqualTo("/");
	}

	@Test
	void attack10WhenGuessedOverResendsThenTheBudgetSurvives() {
		long compared = 0;
		signUp(this.browser, this.email);
		for (int mail = 1; mail <= 20; mail++) {
			String code = code(this.email, mail);
			List<Page> wrong = guess(8, code, this.browser.csrf("/verify"));
			compared += wrong.stream().filter((page) -> page.body().contains("That code is not right")).count();
			assertThat(type(this.browser, code).body()).contains("Too many wrong");
			aMinuteLater(this.email);
			assertThat(resend(this.browser).status()).isEqualTo(303);
		}
		assertThat(compared).isEqualTo(50);
		Page page = type(this.browser, code(this.email, 21));
		assertThat(page.status()).isEqualTo(429);
		assertThat(page.body()).contains("in about 24 hours");
		assertThat(Integer.parseInt(page.header("Retry-After"))).isBetween(86_000, 86_400);
		assertThat(press(this.browser, link(this.email, 21)).header("Location")).isEqualTo("/");
	}

	/**
	 * Wrong guesses, all at once.
	 */
	private List<Page> guess(int times, String code, String csrf) {
		return inParallel(IntStream.range(0, times)
			.mapToObj((i) -> "%06d".formatted((Integer.parseInt(code) + 1 + i) % 1_000_000))
			.<Callable<Page>>map((wrong) -> () -> this.browser.post("/verify", Map.of("code", wrong, "_csrf", csrf)))
			.toList());
	}

	private int attempts() {
		return NODE.jdbc()
			.sql("SELECT attempts FROM challenge WHERE email = ?")
			.param(this.email)
			.query(Integer.class)
			.single();
	}

}
