package dev.vestibule.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import dev.vestibule.limit.Limit;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person or an attacker sees of the limits.
 */
class LimitFlowTests extends SignInFlowTests {

	private static final String WRONG = "wrong horse battery 42";

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void attack35WhenFiveHundredWrongPasswordsAtOnceThenTenAreComparedAndTheOwnerComesInByGoogle() {
		String subject = UUID.randomUUID().toString();
		String gmail = someone().replace("example.com", "gmail.com");
		Map<String, Object> claims = Map.of("email", gmail, "email_verified", true, "name", "Ann");
		UPSTREAM.google(browser(), subject, claims);
		String csrf = this.browser.csrf("/login");
		Map<String, String> form = Map.of("username", gmail, "password", WRONG, "_csrf", csrf);
		List<Page> pages = inParallel(500, () -> this.browser.post("/login", form));
		assertThat(pages).extracting(Page::status).isSubsetOf(400, 429, 503);
		assertThat(pages).filteredOn((page) -> page.status() == 400).hasSizeLessThanOrEqualTo(10);
		assertThat(pages).filteredOn((page) -> page.status() == 429)
			.isNotEmpty()
			.allSatisfy((page) -> assertThat(page.body()).contains("Try again in"));
		Browser owner = browser();
		assertThat(UPSTREAM.google(owner, subject, claims).header("Location")).isEqualTo("/");
		assertThat(owner.get("/").body()).contains(gmail);
	}

	@Test
	void attack35WhenStrangersGuessedThenTheOwnerComesInOnAKnownDevice() {
		Browser owner = signedIn(this.email);
		owner.post("/logout", Map.of("_csrf", owner.csrf("/")));
		lockOut(this.email);
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(429);
		assertThat(this.people.signIn(owner, this.email).header("Location")).isEqualTo("/");
		assertThat(this.people.signIn(browser(), this.email).status()).as("the strangers’ count stays").isEqualTo(429);
	}

	@Test
	void attack36WhenTwoHundredResendsToOneAddressThenOneMailAndTheSameReplies() {
		String held = someone();
		signedIn(held);
		assertThat(resendTwoHundredTimes(held)).hasSize(1).isEqualTo(resendTwoHundredTimes(this.email));
		assertThat(mailsTo(this.email)).isOne();
		assertThat(mailsTo(held)).as("with the one that its account was proved by").isEqualTo(2);
	}

	private static Set<String> resendTwoHundredTimes(String email) {
		Browser browser = new Browser(NODE.url());
		signUp(browser, email);
		Map<String, String> form = Map.of("_csrf", browser.csrf("/verify"));
		Set<String> replies = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			Page page = browser.post("/verify/resend", form);
			assertThat(page.status()).isEqualTo(429);
			assertThat(Integer.parseInt(page.header("Retry-After"))).isBetween(1, 60);
			replies.add(neutral(page.body().replace(email, "EMAIL")));
		}
		return replies;
	}

	@Test
	void attack36WhenTwoThousandAddressesFromOneSourceThenSixtyMailsAndTheSameReplies() {
		try (Node node = NODE.startSibling(DATABASE, MAIL,
				Stream.concat(Stream.of(UPSTREAM.settings()), Stream.of("vestibule.verification.mails-per-source=60"))
					.toArray(String[]::new))) {
			List<Callable<List<Page>>> work = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				String name = i + "-%d-" + this.email;
				work.add(() -> askForResets(new Browser(node.url()), name, 200));
			}
			List<Page> pages = inParallel(work).stream().flatMap(List::stream).toList();
			assertThat(pages).hasSize(2000);
			assertThat(pages).filteredOn((page) -> page.status() == 303).hasSize(60);
			assertThat(pages).filteredOn((page) -> page.status() == 429)
				.hasSize(1940)
				.allSatisfy((page) -> assertThat(page.body()).contains("in about 60 minutes"));
			assertThat(mailsTo("%-" + this.email)).isEqualTo(60);
		}
	}

	private static List<Page> askForResets(Browser browser, String name, int times) {
		List<Page> pages = new ArrayList<>();
		String csrf = browser.csrf("/reset");
		for (int i = 0; i < times; i++) {
			Page page = browser.post("/reset", Map.of("email", name.formatted(i), "_csrf", csrf));
			pages.add(page);
			// Whoever waits for a mail has another session.
			csrf = page.isRedirect() ? browser.csrf("/reset") : csrf;
		}
		return pages;
	}

	@Test
	void signUpWhenSentTwiceWithinAMinuteThenOneMailAndTheSecondPasswordCounts() {
		signUp(this.browser, this.email);
		Map<String, String> form = form(this.email);
		form.put("password", "the one that I meant 42");
		assertThat(this.browser.submit("/signup", form).header("Location")).isEqualTo("/verify");
		assertThat(type(this.browser, code(this.email, 1)).header("Location")).isEqualTo("/");
		assertThat(mailsTo(this.email)).isOne();
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(400);
		assertThat(
				browser().submit("/login", Map.of("username", this.email, "password", form.get("password"))).status())
			.isEqualTo(303);
	}

	@Test
	void signUpWhenAnotherBrowserAsksWithinAMinuteThenItIsToldWhenInItsLanguage() {
		signUp(browser(), this.email);
		Page page = signUp(this.browser, this.email);
		assertThat(page.status()).isEqualTo(429);
		int wait = Integer.parseInt(page.header("Retry-After"));
		assertThat(wait).isBetween(1, 60);
		assertThat(page.body()).contains("Please try again in " + wait + " second");
		assertThat(page.header("Content-Security-Policy")).isNotEmpty();
		Map<String, String> form = form(this.email);
		form.put("_csrf", this.browser.csrf("/signup?ui_locales=ko"));
		assertThat(this.browser.post("/signup", form).body()).containsPattern("[0-9]+초 후에 다시 시도해 주세요");
		assertThat(count("challenge", this.email)).isOne();
		aMinuteLater(this.email);
		assertThat(signUp(this.browser, this.email).header("Location")).isEqualTo("/verify");
	}

	@Test
	void federatedLoginWhenMadeTwiceWithinAMinuteThenOneMail() {
		String subject = UUID.randomUUID().toString();
		Map<String, Object> fields = Map.of("name", "Ann", "email", this.email);
		assertThat(UPSTREAM.facebook(this.browser, subject, fields).header("Location")).isEqualTo("/verify");
		assertThat(UPSTREAM.facebook(this.browser, subject, fields).header("Location")).isEqualTo("/verify");
		assertThat(type(this.browser, code(this.email, 1)).header("Location")).isEqualTo("/");
		assertThat(mailsTo(this.email)).isOne();
		Page page = UPSTREAM.facebook(browser(), UUID.randomUUID().toString(), fields);
		assertThat(page.header("Location")).as("its mail came back, so another may go out").isEqualTo("/verify");
		assertThat(UPSTREAM.facebook(browser(), UUID.randomUUID().toString(), fields).status()).isEqualTo(429);
	}

	@Test
	void resetWhenAskedTwiceWithinAMinuteThenOneMail() {
		signedIn(this.email);
		for (int i = 0; i < 2; i++) {
			assertThat(this.browser.submit("/reset", Map.of("email", this.email)).header("Location"))
				.isEqualTo("/reset/code");
		}
		assertThat(mailsTo(this.email)).isEqualTo(2);
		assertThat(browser().submit("/reset", Map.of("email", this.email)).status()).isEqualTo(429);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void signInWhenLockedOutThenAResetOpensIt(boolean held) {
		if (held) {
			signedIn(this.email);
		}
		lockOut(this.email);
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(429);
		if (held) {
			this.browser.submit("/reset", Map.of("email", this.email));
			Map<String, String> form = Map.of("code", code(this.email, 2), "password", "a fresh zebra battery 43");
			assertThat(this.browser.submit("/reset/code", form).status()).isEqualTo(303);
			assertThat(attempt().status()).isEqualTo(400);
		}
	}

	/**
	 * As many sources would.
	 */
	private static void lockOut(String email) {
		Limits limits = NODE.bean(Limits.class);
		for (int i = 0; i < 100; i++) {
			limits.take(new Limit("passwords.row", new Rate(100, Duration.ofDays(30))).of(email));
		}
	}

	private Page attempt() {
		return browser().submit("/login", Map.of("username", this.email, "password", WRONG));
	}

	private static int mailsTo(String pattern) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM mail WHERE recipient LIKE ?")
			.param(pattern)
			.query(Integer.class)
			.single();
	}

	private static String neutral(String page) {
		return page.replaceAll("value=\"[^\"]{40,}\"", "CSRF")
			.replaceAll("in [0-9]+ (s\\b|seconds?)", "in N s")
			.replaceAll("(?s)<section class=\"delivery.*?</section>", "DELIVERY")
			.replaceAll("We (are sending|sent) ", "We send ");
	}

}
