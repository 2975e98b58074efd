package dev.vestibule.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays of attacks on recovery and on mailed secrets, named by their number in the list
 * that the project keeps.
 */
class RecoveryAttacksTests extends SignInFlowTests {

	private static final String NEW_PASSWORD = "another zebra battery 43";

	private final String email = someone();

	@Test
	void attack7WhenMailedSecretIsUsedElsewhereThenOnlyTheDiagonalWorks() {
		Browser signingUp = browser();
		signUp(signingUp, this.email);
		String resetting = someone();
		signedIn(resetting);
		Browser forgetful = browser();
		forgetful.submit("/reset", Map.of("email", resetting));
		String recovering = someone();
		signedIn(recovering);
		resetByCode(browser(), recovering, 2);
		String moved = someone();
		String moving = someone();
		String newAddress = someone();
		Browser mover = signedIn(moved);
		mover.submit("/account/email", Map.of("email", moving));
		mover.submit("/account/email/code", Map.of("code", code(moving, 1)));
		mail(moved, 2);
		mover.submit("/account/email", Map.of("email", newAddress));
		Map<String, Mailed> mailed = new LinkedHashMap<>();
		mailed.put("sign-up", new Mailed(token(link(this.email, 1)), code(this.email, 1)));
		mailed.put("reset", new Mailed(token(link(resetting, 2)), code(resetting, 2)));
		mailed.put("notice", new Mailed(token(link(recovering, 3)), code(recovering, 3)));
		mailed.put("revert", new Mailed(token(link(moved, 2)), code(moved, 2)));
		mailed.put("new address", new Mailed(token(link(newAddress, 1)), code(newAddress, 1)));
		Map<String, Set<String>> endpoints = Map.of("/verify/link", Set.of("sign-up"), "/verify/link/continue",
				Set.of("sign-up"), "/reset/link", Set.of("reset"), "/recover/link", Set.of("notice", "revert"),
				"/account/email/link", Set.of("new address"));
		mailed.forEach((kind, secret) -> endpoints.forEach((path, kinds) -> {
			if (!kinds.contains(kind)) {
				for (Browser browser : List.of(signingUp, forgetful, mover, browser())) {
					refused(kind, path, secret, browser);
				}
			}
		}));
		for (String kind : List.of("reset", "notice", "revert", "new address")) {
			assertThat(type(signingUp, mailed.get(kind).digits()).status()).as(kind + " code at /verify")
				.isEqualTo(400);
		}
		for (String kind : List.of("sign-up", "notice", "revert", "new address")) {
			assertThat(
					forgetful.submit("/reset/code", Map.of("code", mailed.get(kind).digits(), "password", NEW_PASSWORD))
						.status())
				.as(kind + " code at /reset/code")
				.isEqualTo(400);
		}
		for (String kind : List.of("sign-up", "reset", "notice", "revert")) {
			assertThat(mover.submit("/account/email/code", Map.of("code", mailed.get(kind).digits())).status())
				.as(kind + " code at /account/email/code")
				.isEqualTo(400);
		}
		assertThat(this.people.signIn(browser(), resetting).status()).as("nothing has changed").isEqualTo(303);
		assertThat(mover.get("/account").body()).contains(moving);
		assertThat(count("account", this.email)).isZero();
		assertThat(forgetful
			.submit("/reset/code",
					Map.of("code", mailed.get("reset").digits(), "password", NEW_PASSWORD, "email", recovering,
							"username", recovering))
			.status()).isEqualTo(303);
		assertThat(forgetful.visit("/").body()).contains(resetting).doesNotContain(recovering);
		assertThat(type(signingUp, mailed.get("sign-up").digits()).header("Location")).isEqualTo("/");
		assertThat(mover.submit("/account/email/code", Map.of("code", mailed.get("new address").digits())).status())
			.isEqualTo(303);
		assertThat(mover.get("/account").body()).contains(newAddress);
	}

	private static void refused(String kind, String path, Mailed secret, Browser browser) {
		assertThat(browser.get(path + "?token=" + secret.token()).status()).as(kind + " at GET " + path)
			.isGreaterThanOrEqualTo(400);
		Map<String, String> form = new TreeMap<>(Map.of("token", secret.token(), "code", secret.digits(), "name", "Eve",
				"password", NEW_PASSWORD, "_csrf", browser.csrf(path + "?token=" + secret.token())));
		assertThat(browser.post(path, form).status()).as(kind + " at POST " + path).isIn(400, 403);
	}

	@Test
	void attack13WhenPasswordIsRecoveredThenRefreshAndCodeAreDead() {
		Browser before = signedIn(this.email);
		Page tokens = this.web.redeem(code(before, this.web, "openid"));
		String unspent = code(before, this.web, "openid");
		resetByCode(browser(), this.email, 2);
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertInvalidGrant(this.web.redeem(unspent));
		assertThat(this.web.userInfo(RelyingApp.field(tokens, "access_token")).status()).isEqualTo(401);
	}

	@Test
	void attack14WhenAttackerLinkedTheirProviderBeforeTheOwnerRecoversThenItIsGone() {
		Browser thief = signedIn(this.email);
		String subject = UUID.randomUUID().toString();
		thief.post("/account/identities/link", Map.of("provider", "facebook", "_csrf", thief.csrf("/account")));
		assertThat(UPSTREAM.facebook(thief, subject, Map.of("email", someone())).header("Location"))
			.contains("done=linked");
		mail(this.email, 2);
		resetByCode(browser(), this.email, 3);
		Browser attacker = browser();
		UPSTREAM.facebook(attacker, subject, Map.of());
		assertThat(attacker.get("/account").body()).doesNotContain(this.email);
		assertThat(thief.get("/account").header("Location")).endsWith("/login?error=session-ended");
	}

	@Test
	void attack15WhenAddressChangesThenAnEarlierResetIsDead() {
		Browser owner = signedIn(this.email);
		Browser attacker = browser();
		attacker.submit("/reset", Map.of("email", this.email));
		String link = link(this.email, 2);
		String code = code(this.email, 2);
		String changed = someone();
		owner.submit("/account/email", Map.of("email", changed));
		assertThat(owner.submit("/account/email/code", Map.of("code", code(changed, 1))).status()).isEqualTo(303);
		for (Browser browser : List.of(attacker, browser())) {
			assertThat(browser
				.post("/reset/link", Map.of("token", token(link), "code", code, "password", NEW_PASSWORD, "_csrf",
						browser.csrf("/signup")))
				.status()).isEqualTo(400);
		}
		assertThat(attacker.submit("/reset/code", Map.of("code", code, "password", NEW_PASSWORD)).status())
			.isEqualTo(400);
		assertThat(this.people.signIn(browser(), changed).status()).as("the password is as it was").isEqualTo(303);
	}

	private void resetByCode(Browser browser, String address, int mail) {
		browser.submit("/reset", Map.of("email", address));
		assertThat(
				browser.submit("/reset/code", Map.of("code", code(address, mail), "password", NEW_PASSWORD)).status())
			.isEqualTo(303);
	}

	private record Mailed(String token, String digits) {

	}

}
