package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who gets to the account home, and how recently they have to have signed in to change
 * something there.
 */
class AccountAccessTests extends SignInFlowTests {

	private final String email = someone();

	@Test
	void homeThenWhatThereIs() {
		Browser browser = signedIn(this.email);
		assertThat(browser.get("/").body()).contains("href=\"/account\"");
		assertThat(browser.get("/account").body()).contains("Ann Example", this.email, "Confirmed on",
				"action=\"/logout\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account", "/account/email", "/account/email/code" })
	void pageWhenNobodyIsSignedInThenSignInAndBack(String path) {
		signedIn(this.email);
		Browser browser = browser();
		assertThat(browser.get(path).location()).isEqualTo(NODE.url() + "/login");
		assertThat(this.people.signIn(browser, this.email).location()).isEqualTo(NODE.url() + path);
	}

	@Test
	void pageWhenTheAddressIsYetToBeProvedThenVerifyFirst() {
		Browser browser = browser();
		signUp(browser, this.email);
		assertThat(browser.get("/account").location()).isEqualTo(NODE.url() + "/verify");
	}

	@Test
	void changeWhenTheSignInIsNotRecentThenOnceMoreAndBackToTheForm() {
		signedIn(this.email);
		try (Node strict = NODE.startSibling(DATABASE, MAIL, "vestibule.self-service.recent-sign-in=1ms")) {
			Browser browser = new Browser(strict.url());
			this.people.signIn(browser, this.email);
			assertThat(browser.get("/account").status()).isEqualTo(200);
			assertThat(browser.get("/account/email").location()).endsWith("/login?again");
			assertThat(browser.get("/login?again").body()).contains("sign in once more");
			assertThat(this.people.signIn(browser, this.email).location()).endsWith("/account/email");
			String csrf = browser.csrf("/account");
			Page refused = browser.post("/account/email", Map.of("email", someone(), "_csrf", csrf));
			assertThat(refused.location()).endsWith("/login?again");
			assertThat(this.people.signIn(browser, this.email).location()).endsWith("/account/email");
			assertThat(challenges(this.email)).isZero();
		}
	}

	@Test
	void attack6WhenNobodyOrAnotherAccountChangesTheAddressThenNothingIsAsked() {
		signedIn(this.email);
		String wanted = someone();
		Browser nobody = browser();
		assertThat(nobody.post("/account/email", Map.of("email", wanted)).status()).isEqualTo(403);
		Page page = nobody.post("/account/email", Map.of("email", wanted, "_csrf", nobody.csrf("/login")));
		assertThat(page.location()).isEqualTo(NODE.url() + "/login");
		assertThat(count("challenge", wanted)).isZero();
		String other = someone();
		Browser another = signedIn(other);
		another.submit("/account/email",
				Map.of("email", wanted, "account", this.email, "id", id(this.email), "accountId", id(this.email)));
		assertThat(challenges(this.email)).isZero();
		assertThat(challenges(other)).isOne();
	}

	private static String id(String email) {
		return NODE.jdbc().sql("SELECT id FROM account WHERE email = ?").param(email).query(String.class).single();
	}

	private static int challenges(String email) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM challenge c JOIN account a ON a.id = c.account_id WHERE a.email = ? AND c.purpose = 'new_address'")
			.param(email)
			.query(Integer.class)
			.single();
	}

}
