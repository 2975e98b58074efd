package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The linking table where browsers meet it: asked again when it counts, and audited.
 */
class LinkingFlowTests extends SignInFlowTests {

	private final String subject = UUID.randomUUID().toString();

	private final String email = someone().replace("example.com", "gmail.com");

	private final Browser browser = browser();

	private final long before = NODE.jdbc()
		.sql("SELECT coalesce(max(id), 0) FROM audit_event")
		.query(Long.class)
		.single();

	@Test
	void proofWhenAHolderAppearedMeanwhileThenTheHolderWins() {
		facebook(this.browser);
		String code = code(this.email, 1);
		insertAccount(this.email);
		assertThat(type(this.browser, code).header("Location")).isEqualTo("/login");
		assertThat(this.browser.get("/").body()).doesNotContain(this.email);
		assertThat(identities()).isZero();
		assertThat(decisions("sign_in_to_link")).isOne();
	}

	@Test
	void proofWhenTheIdentityCameToAnotherAccountMeanwhileThenSignedInThere() {
		facebook(this.browser);
		String code = code(this.email, 1);
		String other = someone();
		Browser second = browser();
		UPSTREAM.facebook(second, this.subject, Map.of("email", other));
		assertThat(type(second, code(other, 1)).header("Location")).isEqualTo("/");
		assertThat(type(this.browser, code).header("Location")).isEqualTo("/");
		assertThat(this.browser.get("/").body()).contains(other);
		assertThat(count("account", this.email)).isZero();
	}

	@Test
	void proofWhenOneIdentityProvesTwoAddressesAtOnceThenOneAccount() {
		String other = someone();
		Browser second = browser();
		facebook(this.browser);
		UPSTREAM.facebook(second, this.subject, Map.of("email", other));
		Map<String, String> first = Map.of("code", code(this.email, 1), "_csrf", this.browser.csrf("/verify"));
		Map<String, String> next = Map.of("code", code(other, 1), "_csrf", second.csrf("/verify"));
		List<Page> pages = inParallel(
				List.of(() -> this.browser.post("/verify", first), () -> second.post("/verify", next)));
		assertThat(pages).extracting((page) -> page.header("Location")).containsExactly("/", "/");
		assertThat(count("account", this.email) + count("account", other)).isOne();
		assertThat(identities()).isOne();
	}

	@Test
	void googleWhenAccountWasRecoveredLatelyThenNothingLinks() {
		signedIn(this.email);
		NODE.jdbc()
			.sql("UPDATE account SET frozen_until = now() + interval '1 hour' WHERE email = ?")
			.param(this.email)
			.update();
		assertThat(google().header("Location")).isEqualTo("/login?error=frozen");
		assertThat(this.browser.get("/login?error=frozen").body()).contains("recovered in the last 24 hours");
		assertThat(identities()).isZero();
		assertThat(decisions("refused_frozen")).isOne();
	}

	@Test
	void googleWhenAddressIsReservedThenNoAccount() {
		NODE.jdbc()
			.sql("INSERT INTO reserved_address (email, account_id, reserved_until) VALUES (?, NULL, now() + interval '1 day')")
			.param(this.email)
			.update();
		assertThat(google().header("Location")).isEqualTo("/login?error=reserved");
		assertThat(this.browser.get("/login?error=reserved").body()).contains("reserved at the moment");
		assertThat(count("account", this.email)).isZero();
		assertThat(decisions("refused_reserved")).isOne();
	}

	@Test
	void linkWhenMadeThenTrustIsNotedAndEachDecisionIsAudited() {
		signedIn(this.email);
		google();
		assertThat(this.people.signIn(this.browser, this.email).header("Location")).isEqualTo("/");
		assertThat(trusted()).isTrue();
		assertThat(decisions("sign_in_to_link")).isOne();
		assertThat(decisions("link")).isOne();
		UPSTREAM.google(browser(), this.subject, Map.of("email", this.email, "email_verified", false));
		assertThat(trusted()).isFalse();
		assertThat(decisions("sign_in")).isOne();
	}

	private Page google() {
		return UPSTREAM.google(this.browser, this.subject, Map.of("email", this.email, "email_verified", true));
	}

	private void facebook(Browser at) {
		assertThat(UPSTREAM.facebook(at, this.subject, Map.of("email", this.email)).header("Location"))
			.isEqualTo("/verify");
	}

	// Behind the back of everything that would have told the challenge.
	private static void insertAccount(String email) {
		NODE.jdbc()
			.sql("INSERT INTO account (email, verified_at, verified_by, name) VALUES (?, now(), 'code', 'Ann')")
			.param(email)
			.update();
	}

	private int identities() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(this.subject)
			.query(Integer.class)
			.single();
	}

	private boolean trusted() {
		return NODE.jdbc()
			.sql("SELECT email_trusted FROM federated_identity WHERE subject = ?")
			.param(this.subject)
			.query(Boolean.class)
			.single();
	}

	/**
	 * How often that was decided in the last moments: no other test runs meanwhile.
	 */
	private int decisions(String step) {
		return NODE.jdbc().sql("""
				SELECT count(*) FROM audit_event WHERE kind = 'linking.decided' AND detail ->> 'step' = ? AND id > ?
				""").params(step, this.before).query(Integer.class).single();
	}

}
