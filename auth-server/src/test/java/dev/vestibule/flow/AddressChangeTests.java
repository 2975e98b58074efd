package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressChangeTests extends SignInFlowTests {

	private static final String NEW_PASSWORD = "another zebra battery 43";

	private final String email = someone();

	private final String newEmail = someone();

	@Test
	void changeByCodeThenTheNewAddressSignsInAndBothMailboxesAreTold() {
		Browser browser = signedIn(this.email);
		assertThat(ask(browser, this.newEmail).header("Location")).endsWith("/account/email/code");
		assertThat(browser.get("/account").body()).contains(this.email, this.newEmail);
		assertThat(typeCode(browser, code(this.newEmail, 1)).header("Location")).endsWith("/account?done=email");
		assertThat(browser.get("/account").body()).contains(this.newEmail).doesNotContain(this.email);
		assertThat(mail(this.email, 2)).contains(this.newEmail, "/recover/link?token=");
		assertThat(mail(this.newEmail, 2)).contains(NODE.issuer() + "/account").doesNotContain("token=");
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(400);
		assertThat(this.people.signIn(browser(), this.newEmail).status()).isEqualTo(303);
	}

	@Test
	void changeByLinkThenOnlyTheBrowserThatAskedCanPress() {
		Browser browser = signedIn(this.email);
		ask(browser, this.newEmail);
		String link = link(this.newEmail, 1);
		Browser elsewhere = browser();
		this.people.signIn(elsewhere, this.email);
		assertThat(elsewhere.get(link).body()).contains("Go back to where you started");
		assertThat(pressButton(elsewhere, link, "/login").status()).isEqualTo(403);
		assertThat(browser.head(link).status()).isEqualTo(200);
		assertThat(browser.get(link).body()).contains(this.newEmail, "/account/email/link");
		assertThat(browser.get("/account").body()).as("nothing has changed yet").contains(this.email);
		assertThat(pressButton(browser, link, link).header("Location")).endsWith("/account?done=email");
		assertThat(pressButton(browser, link, "/login").status()).as("once more").isEqualTo(400);
		assertThat(browser.get(link).body()).contains("href=\"/account\"").doesNotContain("??");
	}

	@Test
	void askWhenTheAddressIsTakenThenTheSamePagesAndAMailThatSaysSo() {
		String held = someone();
		signedIn(held);
		Browser one = signedIn(this.email);
		Browser other = signedIn(someone());
		Page free = ask(one, this.newEmail);
		Page taken = ask(other, held);
		assertThat(taken.status()).isEqualTo(free.status());
		assertThat(taken.header("Location")).isEqualTo(free.header("Location"));
		assertThat(mail(held, 2)).contains("has an account already").doesNotContain("token=");
		mail(this.newEmail, 1);
		assertThat(typeCode(one, "000000").status()).isEqualTo(typeCode(other, "000000").status());
		assertThat(form(one).replace(this.newEmail, "x")).isEqualTo(form(other).replace(held, "x"));
	}

	@Test
	void askWhenTheAddressWasAnothersUntilRecentlyThenItsMailboxIsTold() {
		change(signedIn(this.email), this.newEmail);
		Browser other = signedIn(someone());
		assertThat(ask(other, this.email).header("Location")).endsWith("/account/email/code");
		assertThat(mail(this.email, 3)).contains("cannot be used yet").doesNotContain("token=");
	}

	@Test
	void changeBackWhenTheAddressWasOnesOwnThenItWorks() {
		Browser browser = signedIn(this.email);
		change(browser, this.newEmail);
		ask(browser, this.email);
		assertThat(typeCode(browser, code(this.email, 3)).status()).isEqualTo(303);
		assertThat(browser.get("/account").body()).contains(this.email);
		assertThat(reserved(this.newEmail)).isOne();
		assertThat(reserved(this.email)).isZero();
	}

	@Test
	void askWhenItIsNoAddressOrTheOwnThenToldAtTheField() {
		Browser browser = signedIn(this.email);
		assertThat(ask(browser, "ann at example").body()).contains("email-error", "not an e-mail address");
		Page own = ask(browser, this.email.toUpperCase());
		assertThat(own.status()).isEqualTo(400);
		assertThat(own.body()).contains("This is your address already");
		assertThat(this.people.mailsTo(this.email)).hasSize(1);
	}

	@Test
	void askAgainThenTheLastAddressCounts() {
		Browser browser = signedIn(this.email);
		ask(browser, this.newEmail);
		String first = link(this.newEmail, 1);
		String second = someone();
		ask(browser, second);
		assertThat(browser.get(first).status()).isEqualTo(400);
		assertThat(typeCode(browser, code(this.newEmail, 1)).status()).isEqualTo(400);
		assertThat(typeCode(browser, code(second, 1)).status()).isEqualTo(303);
	}

	@Test
	void askWhenFrozenThenToldUntilWhen() {
		Browser browser = signedIn(this.email);
		NODE.jdbc()
			.sql("UPDATE account SET frozen_until = '2100-01-02 03:04Z' WHERE email = ?")
			.param(this.email)
			.update();
		assertThat(browser.get("/account").body()).contains("January 2, 2100").doesNotContain("/account/email");
		String csrf = browser.csrf("/account");
		Page refused = browser.post("/account/email", Map.of("email", this.newEmail, "_csrf", csrf));
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.body()).contains("January 2, 2100");
		assertThat(count("challenge", this.newEmail)).isZero();
	}

	@Test
	void revertThenOldAddressNewPasswordAndNothingFromBefore() {
		Browser browser = signedIn(this.email);
		String subject = "g-" + this.newEmail;
		link(subject, "somebody.else@example.net");
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		int epoch = epoch(this.email);
		change(browser, this.newEmail);
		String link = link(this.email, 2);
		Browser owner = browser();
		assertThat(owner.get(link).body()).contains("Undo the change of address", this.email);
		assertThat(recover(owner, link, notThe(code(this.email, 2))).status()).isEqualTo(400);
		assertThat(recover(owner, link, code(this.email, 2)).status()).isEqualTo(303);
		assertThat(owner.get("/account").body()).contains(this.email, "stay as they are until");
		assertThat(epoch(this.email)).isEqualTo(epoch + 1);
		assertThat(count("account", this.newEmail)).isZero();
		assertThat(reserved(this.newEmail) + reserved(this.email)).isZero();
		assertThat(browser.get("/account").header("Location")).as("the session from before")
			.endsWith("/login?error=session-ended");
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(this.people.signIn(browser(), this.email).status()).as("the old password").isEqualTo(400);
		assertThat(browser().submit("/login", Map.of("username", this.email, "password", NEW_PASSWORD)).status())
			.isEqualTo(303);
		assertThat(identities(subject)).isZero();
		assertThat(mail(this.newEmail, 3)).contains("no longer");
		assertThat(owner.get(link).status()).as("once more").isEqualTo(400);
	}

	@Test
	void attack9WhenNewAddressCodeTwentyTimesAtOnceThenOneSuccess() {
		Browser browser = signedIn(this.email);
		ask(browser, this.newEmail);
		List<String> locations = inParallel(20, proving(browser, code(this.newEmail, 1)));
		assertThat(locations).filteredOn((location) -> location.endsWith("?done=email")).hasSize(1);
		assertThat(changes()).isOne();
	}

	@Test
	void attack9WhenNewAddressLinkTwentyTimesAtOnceThenOneSuccess() {
		Browser browser = signedIn(this.email);
		ask(browser, this.newEmail);
		String link = link(this.newEmail, 1);
		Map<String, String> form = Map.of("token", token(link), "_csrf", browser.csrf(link));
		List<String> locations = inParallel(20, () -> browser.post("/account/email/link", form).header("Location"));
		assertThat(locations).filteredOn((location) -> location.endsWith("?done=email")).hasSize(1);
		assertThat(changes()).isOne();
	}

	@Test
	void attack9WhenRevertTwentyTimesAtOnceThenOneSuccess() {
		change(signedIn(this.email), this.newEmail);
		String link = link(this.email, 2);
		String code = code(this.email, 2);
		List<Callable<Integer>> attempts = Stream.generate(this::browser).limit(20).map((browser) -> {
			Map<String, String> form = recoverForm(browser, link, code);
			return (Callable<Integer>) () -> browser.post("/recover/link", form).status();
		}).toList();
		assertThat(inParallel(attempts)).containsOnlyOnce(303).doesNotContain(500);
	}

	@Test
	void attack9WhenTwoAccountsProveOneAddressAtOnceThenOneHasIt() {
		Browser one = signedIn(this.email);
		Browser other = signedIn(someone());
		ask(one, this.newEmail);
		forgetLimits("mails", this.newEmail);
		ask(other, this.newEmail);
		Callable<String> first = proving(one, code(this.newEmail, 1));
		Callable<String> second = proving(other, code(this.newEmail, 2));
		assertThat(inParallel(List.of(first, second))).filteredOn((location) -> location.endsWith("?done=email"))
			.hasSize(1);
		assertThat(count("account", this.newEmail)).isOne();
	}

	@Test
	void attack14WhenAttackerAsksForANewAddressBeforeTheOwnerRecoversThenItIsDead() {
		Browser attacker = signedIn(this.email);
		ask(attacker, this.newEmail);
		browser().submit("/reset", Map.of("email", this.email));
		String reset = link(this.email, 2);
		Browser owner = browser();
		assertThat(
				owner
					.post("/reset/link",
							Map.of("token", token(reset), "code", code(this.email, 2), "password", NEW_PASSWORD,
									"_csrf", owner.csrf(reset)))
					.status())
			.isEqualTo(303);
		assertThat(typeCode(attacker, code(this.newEmail, 1)).header("Location")).doesNotContain("done=email");
		assertThat(pressButton(attacker, link(this.newEmail, 1), "/login").status()).isEqualTo(400);
		assertThat(count("account", this.email)).isOne();
	}

	@Test
	void attack15WhenTheAddressChangesAfterAResetLinkThenTheLinkIsDead() {
		Browser browser = signedIn(this.email);
		browser().submit("/reset", Map.of("email", this.email));
		String reset = link(this.email, 2);
		assertThat(browser().get(reset).status()).isEqualTo(200);
		ask(browser, this.newEmail);
		typeCode(browser, code(this.newEmail, 1));
		Browser late = browser();
		assertThat(late.get(reset).status()).isEqualTo(400);
		assertThat(late
			.post("/reset/link", Map.of("token", token(reset), "password", NEW_PASSWORD, "_csrf", late.csrf("/login")))
			.status()).isEqualTo(400);
		assertThat(this.people.signIn(browser(), this.newEmail).status()).isEqualTo(303);
	}

	private static Callable<String> proving(Browser browser, String code) {
		Map<String, String> form = Map.of("code", code, "_csrf", browser.csrf("/account/email/code"));
		return () -> browser.post("/account/email/code", form).header("Location");
	}

	private void change(Browser browser, String to) {
		ask(browser, to);
		assertThat(typeCode(browser, code(to, 1)).status()).isEqualTo(303);
		mail(this.email, 2);
	}

	private int changes() {
		return NODE.jdbc().sql("""
				SELECT count(*) FROM audit_event e JOIN account a ON a.id = e.account_id
				WHERE e.kind = 'address.changed' AND a.email = ?
				""").param(this.newEmail).query(Integer.class).single();
	}

	/** An identity of the account whose address at the provider is nobody's word. */
	private void link(String subject, String providerEmail) {
		NODE.jdbc().sql("""
				INSERT INTO federated_identity (provider, authority, subject, account_id, email)
				SELECT 'google', 'https://google.example', ?, id, ? FROM account WHERE email = ?
				""").param(subject).param(providerEmail).param(this.email).update();
	}

	private static int identities(String subject) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(subject)
			.query(Integer.class)
			.single();
	}

	private static int epoch(String email) {
		return NODE.jdbc()
			.sql("SELECT credential_epoch FROM account WHERE email = ?")
			.param(email)
			.query(Integer.class)
			.single();
	}

	private static int reserved(String email) {
		return count("reserved_address", email);
	}

	private static String form(Browser browser) {
		return browser.get("/account/email/code").body().replaceAll("value=\"[^\"]+\"", "");
	}

	private static Page ask(Browser browser, String email) {
		return browser.submit("/account/email", Map.of("email", email));
	}

	private static Page typeCode(Browser browser, String code) {
		return browser.submit("/account/email/code", Map.of("code", code));
	}

	private static Page pressButton(Browser browser, String link, String csrfPage) {
		return browser.post("/account/email/link", Map.of("token", token(link), "_csrf", browser.csrf(csrfPage)));
	}

	private static Map<String, String> recoverForm(Browser browser, String link, String code) {
		return Map.of("token", token(link), "code", code, "password", NEW_PASSWORD, "_csrf", browser.csrf(link));
	}

	private static Page recover(Browser browser, String link, String code) {
		return browser.post("/recover/link", recoverForm(browser, link, code));
	}

}
