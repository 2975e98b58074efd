package dev.vestibule.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.transport.ScriptedSmtpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see while the mail server is unwilling.
 */
class UnwillingMailServerFlowTests extends FlowTests {

	private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

	private static final ScriptedSmtpServer SERVER = new ScriptedSmtpServer();

	private static final Node UNLUCKY = Node.start(TestDatabase.create(), MAIL, "spring.mail.port=" + SERVER.port());

	@AfterAll
	static void close() {
		UNLUCKY.close();
		SERVER.close();
	}

	/**
	 * More sign-ups than there are workers, and each worker is held.
	 */
	@Test
	void signUpWhenMailServerNeverAnswersThenNoPageWaitsForIt() {
		SERVER.reply("MAIL", ScriptedSmtpServer.SILENCE);
		List<Browser> browsers = inParallel(30, () -> {
			Browser browser = new Browser(UNLUCKY.url());
			assertThat(signUp(browser, someone()).status()).isEqualTo(303);
			return browser;
		});
		Instant start = Instant.now();
		for (Browser browser : browsers) {
			assertThat(browser.get("/verify").body()).contains("delivery-");
		}
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shows(browsers.get(0), "delivery-retrying"));
		assertThat(browsers.get(0).get("/verify").body()).containsAnyOf("the mail server did not answer in time",
				"the mail server is slow to take mail for this domain");
	}

	@Test
	void signUpWhenMailboxIsRefusedThenShownAtOnceWithTheWayToCorrectIt() {
		SERVER.reply("RCPT TO:<nobody@refused.example>", "550 5.1.1 no such user");
		SERVER.reply("MAIL", "250 fine");
		Browser browser = new Browser(UNLUCKY.url());
		signUp(browser, "nobody@refused.example");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shows(browser, "delivery-failed"));
		assertThat(browser.get("/verify").body()).contains("no such user", "Correct the address", "href=\"/signup\"");
		String right = someone();
		assertThat(signUp(browser, right).location()).endsWith("/verify");
		assertThat(browser.get("/verify").body()).contains(right).doesNotContain("nobody@refused.example");
	}

	@Test
	void signUpWhenMailOutlivesItsCodeThenItCarriesAFreshOne() {
		String email = someone();
		SERVER.reply("RCPT TO:<" + email + ">", "451 4.7.1 come back later");
		SERVER.reply("MAIL", "250 fine");
		Browser browser = new Browser(UNLUCKY.url());
		signUp(browser, email);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shows(browser, "delivery-retrying"));
		UUID mail = UNLUCKY.jdbc()
			.sql("SELECT id FROM mail WHERE recipient = ?")
			.param(email)
			.query(UUID.class)
			.single();
		UNLUCKY.jdbc()
			.sql("UPDATE challenge SET code_expires_at = now() - interval '1 minute' WHERE email = ?")
			.param(email)
			.update();
		SERVER.reply("RCPT TO:<" + email + ">", "250 fine");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> shows(browser, "delivery-sent"));
		List<String> accepted = SERVER.accepted().stream().filter((text) -> text.contains(email)).toList();
		assertThat(accepted).singleElement().asString().contains("Message-ID: <" + mail + ".2@");
		Matcher code = CODE.matcher(accepted.get(0));
		assertThat(code.find()).isTrue();
		assertThat(browser.submit("/verify", Map.of("code", code.group(1))).location()).doesNotContain("/verify");
	}

	private static Page signUp(Browser browser, String email) {
		return browser.submit("/signup", Map.of("email", email, "name", "Ann Example", "password", People.PASSWORD));
	}

	private static boolean shows(Browser browser, String state) {
		return browser.get("/verify").body().contains(state);
	}

}
