package dev.vestibule.flow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SignUpTests extends SignInFlowTests {

	@Test
	void signUpWhenCodeTypedThenAccountAndSignedIn() {
		String email = someone();
		Browser browser = browser();
		assertThat(signUp(browser, email).header("Location")).isEqualTo("/verify");
		assertThat(browser.get("/verify").body()).contains(email);
		assertThat(count("account", email)).isZero();
		Page page = type(browser, code(email, 1));
		assertThat(page.status()).isEqualTo(303);
		assertThat(page.header("Location")).isEqualTo("/");
		assertThat(browser.get("/").body()).contains(email);
		assertThat(count("account", email)).isOne();
		assertThat(count("pending_sign_up", email)).isZero();
	}

	@Test
	void signUpWhenLinkOpenedInSameBrowserThenItsButtonProves() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		String link = link(email, 1);
		assertThat(browser.get(link).body()).contains(email, "name=\"token\"");
		assertThat(count("account", email)).isZero();
		assertThat(press(browser, link).header("Location")).isEqualTo("/");
		assertThat(browser.get("/").body()).contains(email);
	}

	@Test
	void signUpWhenProvedThenSessionIsAnotherEachTime() {
		String email = someone();
		Browser browser = browser();
		assertThat(browser.get("/oauth2/authorization/google").isRedirect()).as("a session of nobody").isTrue();
		List<String> before = cookies(browser);
		signUp(browser, email);
		List<String> pending = cookies(browser);
		type(browser, code(email, 1));
		assertThat(before).isNotEmpty().doesNotContainAnyElementsOf(pending);
		assertThat(cookies(browser)).doesNotContainAnyElementsOf(before).doesNotContainAnyElementsOf(pending);
	}

	@Test
	void signUpWhenAddressHeldThenSamePagesAndTheMailTells() throws Exception {
		String held = someone();
		signedIn(held);
		String free = someone();
		Browser atHeld = browser();
		Browser atFree = browser();
		assertThat(signUp(atHeld, held).header("Location")).isEqualTo(signUp(atFree, free).header("Location"));
		mail(held, 2);
		mail(free, 1);
		assertThat(neutral(type(atHeld, "000000").body(), held))
			.isEqualTo(neutral(type(atFree, "000000").body(), free));
		assertThat(this.people.mailsTo(held)[1].getSubject()).isEqualTo("You already have an account");
		assertThat(mail(held, 2)).contains(NODE.issuer() + "/login").doesNotContain("/verify");
	}

	private static String neutral(String page, String email) {
		return page.replace(email, "EMAIL")
			.replaceAll("value=\"[^\"]{40,}\"", "CSRF")
			.replaceAll("in [0-9]+ s", "in N s")
			.replaceAll("(?s)<section class=\"delivery.*?</section>", "DELIVERY")
			.replaceAll("We (are sending|sent) ", "We send ");
	}

	@Test
	void signUpWhenMailToldOfThenItNamesDeviceAndPlace() {
		String email = someone();
		signUp(browser(), email);
		assertThat(mail(email, 1)).contains("Chrome on Linux", "127.0.0.1");
	}

	@Test
	void signUpWhenClientWaitsThenPagesAndMailNameItAndTheWayEndsThere() {
		String email = someone();
		Browser browser = browser();
		assertThat(browser.visit(this.web.authorizeUrl("openid")).body()).contains("to continue to Web shop");
		assertThat(signUp(browser, email).header("Location")).isEqualTo("/verify");
		assertThat(mail(email, 1)).contains("To continue to Web shop");
		Page page = type(browser, code(email, 1));
		assertThat(page.header("Location")).startsWith("/oauth2/authorize?");
		assertThat(browser.follow(page).header("Location")).startsWith(RelyingApp.REDIRECT_URI + "?code=");
	}

	@Test
	void attack1WhenAddressIsUnprovedThenNoCode() {
		Browser browser = browser();
		signUp(browser, someone());
		assertThat(browser.get(this.web.authorizeUrl("openid")).location()).endsWith("/verify");
	}

	@Test
	void signUpWhenSixArePendingThenTheOldestGivesWay() {
		String email = someone();
		List<Browser> browsers = Stream.generate(this::browser).limit(6).toList();
		for (Browser browser : browsers) {
			forgetLimits("mails", email);
			signUp(browser, email);
		}
		assertThat(count("pending_sign_up", email)).isEqualTo(5);
		assertThat(browsers.get(0).get("/verify").header("Location")).startsWith("/login");
		assertThat(browsers.get(1).get("/verify").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "email,'',Enter your e-mail", "email,grace,This is not an e-mail", "name,'',Enter your name",
			"name,A\u0007B,characters that cannot be used", "password,'',Choose a password",
			"password,fourteen chars,too short", "password,aaaaaaaaaaaaaaaa,attackers try first" })
	void signUpWhenFieldIsWrongThenNamedAndNothingWritten(String field, String value, String message) {
		Map<String, String> form = form(someone());
		form.put(field, value);
		Page page = browser().submit("/signup", form);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("id=\"" + field + "-error\"", message).doesNotContain(People.PASSWORD);
		assertThat(count("challenge", form.get("email"))).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "email,255", "name,101" })
	void signUpWhenFieldIsTooLongThenNamed(String field, int length) {
		Map<String, String> form = form(someone());
		form.put(field, "a".repeat(length));
		Page page = browser().submit("/signup", form);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("id=\"" + field + "-error\"", "too long");
	}

	@Test
	void attack2WhenOwnerProvesThenEarlierSignUpIsDead() {
		String email = someone();
		Browser attacker = browser();
		Map<String, String> form = form(email);
		form.put("password", "the attacker's own password");
		attacker.submit("/signup", form);
		String attackersCode = code(email, 1);
		String attackersLink = link(email, 1);
		Browser owner = browser();
		aMinuteLater(email);
		signUp(owner, email);
		assertThat(type(owner, code(email, 2)).header("Location")).isEqualTo("/");
		assertThat(attacker.get(attackersLink).status()).isEqualTo(400);
		assertThat(type(attacker, attackersCode).status()).isEqualTo(400);
		assertThat(attacker.get("/verify").body()).as("it notices nothing").contains(email);
		assertThat(browser().submit("/login", Map.of("username", email, "password", form.get("password"))).status())
			.isEqualTo(400);
		assertThat(count("pending_sign_up", email)).isZero();
	}

	@Test
	void attack5WhenLinkOpenedInAnotherBrowserThenNobodyGainsAnything() {
		String email = someone();
		Browser attacker = browser();
		signUp(attacker, email);
		String link = link(email, 1);
		Browser victim = browser();
		assertThat(victim.get(link).body()).contains("Go back to where you started")
			.doesNotContain("action=\"/verify/link\"");
		Page page = victim.post("/verify/link", Map.of("token", token(link), "_csrf", victim.csrf("/login")));
		assertThat(page.status()).isEqualTo(403);
		assertThat(victim.get("/").body()).doesNotContain(email);
		assertThat(attacker.get("/").body()).doesNotContain(email);
		assertThat(count("account", email)).isZero();
	}

	@Test
	void attack16WhenSignUpClaimsToBeVerifiedThenIgnored() {
		String email = someone();
		Map<String, String> form = form(email);
		form.putAll(Map.of("email_verified", "true", "verified_at", "2026-01-01", "role", "administrator"));
		assertThat(browser().submit("/signup", form).header("Location")).isEqualTo("/verify");
		assertThat(count("account", email)).isZero();
	}

	@Test
	void attack17WhenEveryResponseIsSearchedThenNoCode() {
		String email = someone();
		Browser browser = browser();
		StringBuilder seen = new StringBuilder(everything(signUp(browser, email)));
		String code = code(email, 1);
		for (Page page : List.of(browser.get("/verify"), type(browser, notThe(code)), resend(browser), browser.get("/"),
				browser.get("/login"), browser.get("/verify/link?token=x"))) {
			seen.append(everything(page));
		}
		assertThat(seen.toString()).doesNotContainPattern("(?<![0-9])" + code + "(?![0-9])")
			.doesNotContain(token(link(email, 1)));
	}

	private static String everything(Page page) {
		return page.response().headers().map() + page.body();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Forwarded|host=evil.example;proto=https", "X-Forwarded-Host|evil.example",
			"X-Forwarded-Proto|https", "X-Forwarded-Prefix|/evil", "X-Original-URL|//evil.example" })
	void attack18WhenHeadersAreForgedThenLinksAreOurs(String header, String value) {
		String email = someone();
		Browser browser = browser();
		Map<String, String> form = form(email);
		form.put("_csrf", browser.csrf("/signup"));
		assertThat(browser.post("/signup", form, header, value).header("Location")).isEqualTo("/verify");
		assertThat(link(email, 1)).startsWith(NODE.issuer() + "/verify/link?");
		assertThat(mail(email, 1)).doesNotContain("evil");
	}

	@Test
	void attack24WhenCaseDiffersThenOneAccountButTagsAndDotsAreOthers() {
		String email = someone();
		String shouted = email.toUpperCase(Locale.ROOT);
		signedIn(email);
		signUp(browser(), shouted);
		assertThat(mail(email, 2)).contains("already");
		assertThat(this.people.signIn(browser(), shouted).header("Location")).isEqualTo("/");
		for (String other : List.of(email.replace("@", "+tag@"), email.replace("ann-", "ann.-"))) {
			signedIn(other);
			assertThat(count("account", other)).isOne();
		}
	}

	@Test
	void attack34WhenPasswordIsHugeThenRefusedAtOnce() {
		Browser browser = browser();
		Map<String, String> form = form(someone());
		form.put("_csrf", browser.csrf("/signup"));
		form.put("password", "a1".repeat(513));
		Page page = browser.post("/signup", form);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("id=\"password-error\"");
		assertThat(fastest(browser, "/signup", form)).isLessThan(50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "73 bytes, so that nothing is cut off where bcrypt would have stopped to read!",
			"\uD83D\uDD11" })
	void attack34WhenPasswordIsLongThenAllOfItCounts(String text) {
		String password = (text.length() == 2) ? text.repeat(31) + "\uD83D\uDEAA\uD83D\uDD12" : text.substring(0, 73);
		String email = someone();
		Browser browser = browser();
		Map<String, String> form = form(email);
		form.put("password", password);
		browser.submit("/signup", form);
		type(browser, code(email, 1));
		String cut = password.substring(0, password.offsetByCodePoints(password.length(), -1));
		for (String wrong : List.of(cut, cut + "x")) {
			assertThat(browser().submit("/login", Map.of("username", email, "password", wrong)).status())
				.isEqualTo(400);
		}
		assertThat(browser().submit("/login", Map.of("username", email, "password", password)).status()).isEqualTo(303);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ann@example.com\r\nBcc: eve@example.com", "ann@example.com\nX: y",
			"ann\u0000@example.com", "\"ann smith\"@example.com", "\"a\r\nb\"@example.com",
			"ann@example.com,eve@example.com", "<ann@example.com>" })
	void attack37WhenAddressIsManyOrQuotedThen400(String address) {
		assertThat(signUp(browser(), address).status()).isEqualTo(400);
	}

	@Test
	void attack37WhenNameLooksLikeHeadersThenOneMailToOne() throws Exception {
		Map<String, String> form = form(someone());
		form.put("name", "Ann\r\nBcc: eve@example.com");
		assertThat(browser().submit("/signup", form).status()).isEqualTo(400);
		form.put("name", "Ann, <eve@example.com>");
		assertThat(browser().submit("/signup", form).status()).isEqualTo(303);
		mail(form.get("email"), 1);
		assertThat(this.people.mailsTo(form.get("email"))[0].getAllRecipients()).hasSize(1);
		assertThat(this.people.mailsTo("eve@example.com")).isEmpty();
	}

	@Test
	void fault5WhenFiftySignUpsAtOnceThenOneAccount() {
		String email = someone();
		List<Integer> statuses = inParallel(50, () -> signUp(browser(), email).status());
		assertThat(statuses).isSubsetOf(303, 429).filteredOn((status) -> status == 303).hasSize(1);
		assertThat(count("pending_sign_up", email)).isOne();
		Browser browser = browser();
		forgetLimits("mails", email);
		signUp(browser, email);
		assertThat(type(browser, code(email, 2)).status()).isEqualTo(303);
		assertThat(count("account", email)).isOne();
	}

}
