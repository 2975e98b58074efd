package dev.vestibule.flow;

import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays of attacks by way of a provider, named by their number in the list that the
 * project keeps.
 */
class FederatedAttacksTests extends SignInFlowTests {

	private final String subject = UUID.randomUUID().toString();

	private final String victim = someone().replace("example.com", "gmail.com");

	private final Browser attacker = browser();

	@Test
	void attack2WhenOwnerComesWithGoogleThenAttackersSessionIsWorthNothing() {
		signUp(this.attacker, this.victim);
		mail(this.victim, 1);
		assertThat(google(browser(), this.victim).header("Location")).isEqualTo("/");
		assertThat(this.attacker.get("/").body()).doesNotContain(this.victim);
		assertThat(this.attacker.get(this.web.authorizeUrl("openid")).location()).endsWith("/verify");
		aMinuteLater(this.victim);
		assertThat(resend(this.attacker).header("Location")).isEqualTo("/verify?resent");
		assertThat(mail(this.victim, 2)).doesNotContain("/verify/link");
		assertThat(type(this.attacker, "000000").status()).isEqualTo(400);
		assertThat(this.attacker.get(this.web.authorizeUrl("openid")).location()).endsWith("/verify");
	}

	@Test
	void attack3WhenFacebookNamesTheVictimsAddressThenNoSessionAndTheCodeGoesToTheVictim() {
		signedIn(this.victim);
		Page page = UPSTREAM.facebook(this.attacker, this.subject,
				Map.of("email", this.victim, "email_verified", true, "verified", true));
		assertThat(page.header("Location")).isEqualTo("/verify");
		assertThat(this.attacker.get("/").body()).doesNotContain(this.victim);
		assertThat(this.attacker.get(this.web.authorizeUrl("openid")).location()).endsWith("/verify");
		assertThat(links(this.subject)).isZero();
		mail(this.victim, 2);
	}

	@Test
	void attack4WhenKnownSubjectTakesOnTheVictimsAddressThenItStaysWhereItIs() {
		signedIn(this.victim);
		String own = someone().replace("example.com", "gmail.com");
		google(this.attacker, own);
		Browser again = browser();
		assertThat(google(again, this.victim).header("Location")).isEqualTo("/");
		assertThat(again.get("/").body()).contains(own).doesNotContain(this.victim);
		assertThat(count("account", own)).isOne();
		assertThat(linkedTo(this.victim)).isZero();
	}

	@Test
	void attack6WhenNobodyIsSignedInThenNothingLinks() {
		signedIn(this.victim);
		String account = NODE.jdbc()
			.sql("SELECT id::text FROM account WHERE email = ?")
			.param(this.victim)
			.query(String.class)
			.single();
		Map<String, String> form = Map.of("email", this.victim, "username", this.victim, "account_id", account,
				"accountId", account, "provider", "google", "authority", UPSTREAM.url() + "/google", "subject",
				this.subject, "_csrf", this.attacker.csrf("/login"));
		for (String path : new String[] { "/account", "/account/identities", "/account/identities/google",
				"/signup/address", "/oauth2/authorization/google", "/login/oauth2/code/google", "/login" }) {
			this.attacker.post(path, form);
			assertThat(linkedTo(this.victim)).as(path).isZero();
			assertThat(this.attacker.get("/").body()).as(path).doesNotContain(this.victim);
		}
	}

	@Test
	void attack6WhenVictimIsLuredToTheAttackersCallbackThenNothingLinks() {
		Browser victims = signedIn(this.victim);
		String callback = UPSTREAM.callback(this.attacker, "facebook",
				Map.of("id", this.subject, "email", this.victim));
		assertThat(victims.get(callback).header("Location"))
			.isEqualTo("/login?error=provider-failed&provider=facebook");
		assertThat(links(this.subject)).isZero();
		assertThat(victims.get("/").body()).contains(this.victim);
	}

	@Test
	void attack6WhenAnotherAccountSignsInWhereALinkWaitsThenNothingLinks() {
		signedIn(this.victim);
		String own = someone();
		signedIn(own);
		google(this.attacker, this.victim);
		assertThat(this.people.signIn(this.attacker, own).header("Location")).isEqualTo("/");
		assertThat(links(this.subject)).isZero();
	}

	@Test
	void attack16WhenAddressFormClaimsToBeVerifiedThenIgnored() {
		UPSTREAM.facebook(this.attacker, this.subject, Map.of("name", "Eve"));
		Page page = this.attacker.submit("/signup/address", Map.of("email", this.victim, "email_verified", "true",
				"emailTrusted", "true", "verified_at", "2026-01-01T00:00:00Z"));
		assertThat(page.header("Location")).isEqualTo("/verify");
		assertThat(count("account", this.victim)).isZero();
	}

	@Test
	void attack24WhenGoogleWritesTheAddressInCapitalsThenSameAccount() {
		signedIn(this.victim);
		assertThat(google(this.attacker, this.victim.toUpperCase(Locale.ROOT)).header("Location")).isEqualTo("/login");
		assertThat(count("account", this.victim)).isOne();
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM account WHERE lower(email) = ?")
			.param(this.victim)
			.query(Integer.class)
			.single()).isOne();
	}

	private Page google(Browser browser, String email) {
		return UPSTREAM.google(browser, this.subject, Map.of("email", email, "email_verified", true));
	}

	private static int links(String subject) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(subject)
			.query(Integer.class)
			.single();
	}

	private static int linkedTo(String email) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity i JOIN account a ON a.id = i.account_id WHERE a.email = ?")
			.param(email)
			.query(Integer.class)
			.single();
	}

}
