package dev.vestibule.flow;

import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways in by providers, linked and unlinked at the account home.
 */
class OwnIdentitiesTests extends SignInFlowTests {

	private final String email = someone();

	private final String id = "fb-" + UUID.randomUUID();

	@Test
	void linkThenItSignsInAndTheMailboxIsTold() {
		Browser browser = signedIn(this.email);
		assertThat(link(browser).header("Location")).contains("done=linked");
		assertThat(linked()).isOne();
		assertThat(mail(this.email, 2)).contains("Facebook", "/recover/link?token=");
		Browser other = browser();
		UPSTREAM.facebook(other, this.id, Map.of("name", "Ann"));
		assertThat(other.get("/account").body()).contains(this.email, "Facebook");
	}

	@Test
	void unlinkThenItSignsInNoMore() {
		Browser browser = signedIn(this.email);
		link(browser);
		assertThat(unlink(browser).header("Location")).endsWith("/account?done=unlinked");
		assertThat(linked()).isZero();
		assertThat(mail(this.email, 3)).contains("Facebook");
	}

	@Test
	void unlinkWhenItIsTheLastWayInThenItStays() {
		Browser browser = signedIn(this.email);
		link(browser);
		NODE.jdbc().sql("UPDATE account SET password_hash = NULL WHERE email = ?").param(this.email).update();
		assertThat(browser.get("/account").body()).contains("only way to sign in");
		assertThat(unlink(browser).header("Location")).endsWith("/account?error=unlink");
		assertThat(linked()).isOne();
	}

	@Test
	void attack6WhenNobodyLinksOrUnlinksThenNoRowChanges() {
		Browser owner = signedIn(this.email);
		link(owner);
		Browser nobody = browser();
		String csrf = nobody.csrf("/login");
		assertThat(nobody.post("/account/identities/link", Map.of("provider", "facebook", "_csrf", csrf)).location())
			.endsWith("/login");
		assertThat(unlink(nobody, csrf).location()).endsWith("/login");
		Browser another = signedIn(someone());
		assertThat(unlink(another).header("Location")).endsWith("/account?error=unlink");
		assertThat(linked()).isOne();
	}

	@Test
	void attack6WhenTheIdentityIsAnothersThenRefused() {
		link(signedIn(this.email));
		Browser another = signedIn(someone());
		assertThat(link(another).header("Location")).contains("error=identity-taken");
		assertThat(another.get("/account").body()).doesNotContain("Linked on");
	}

	@Test
	void attack6WhenSomebodyElseHasSignedInMeanwhileThenNothingLinks() {
		Browser browser = signedIn(this.email);
		start(browser);
		String other = someone();
		signedIn(other);
		this.people.signIn(browser, other);
		UPSTREAM.facebook(browser, this.id, Map.of("name", "Ann"));
		assertThat(linked()).isZero();
	}

	private Page link(Browser browser) {
		assertThat(start(browser).location()).endsWith("/oauth2/authorization/facebook");
		return UPSTREAM.facebook(browser, this.id, Map.of("name", "Ann"));
	}

	private static Page start(Browser browser) {
		return browser.post("/account/identities/link",
				Map.of("provider", "facebook", "_csrf", browser.csrf("/account")));
	}

	private Page unlink(Browser browser) {
		return unlink(browser, browser.csrf("/account"));
	}

	private Page unlink(Browser browser, String csrf) {
		return browser.post("/account/identities/unlink",
				Map.of("provider", "facebook", "authority", "at-facebook", "subject", this.id, "_csrf", csrf));
	}

	private int linked() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(this.id)
			.query(Integer.class)
			.single();
	}

}
