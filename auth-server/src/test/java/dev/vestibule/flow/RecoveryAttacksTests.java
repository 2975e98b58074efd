package dev.vestibule.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Addresses;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.Demand;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.MailPermit;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionOperations;

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
		Map<String, Mailed> mailed = new LinkedHashMap<>();
		mailed.put("sign-up", new Mailed(token(link(this.email, 1)), code(this.email, 1)));
		mailed.put("reset", new Mailed(token(link(resetting, 2)), code(resetting, 2)));
		mailed.put("notice", new Mailed(token(link(recovering, 3)), code(recovering, 3)));
		Map<String, Set<String>> endpoints = Map.of("sign-up", Set.of("/verify/link", "/verify/link/continue"), "reset",
				Set.of("/reset/link"), "notice", Set.of("/recover/link"));
		mailed.forEach((kind, secret) -> endpoints.forEach((other, paths) -> paths.forEach((path) -> {
			if (!other.equals(kind)) {
				refused(kind, path, secret, signingUp);
				refused(kind, path, secret, forgetful);
				refused(kind, path, secret, browser());
			}
		})));
		for (String kind : List.of("reset", "notice")) {
			assertThat(type(signingUp, mailed.get(kind).digits()).status()).as(kind + " code at /verify")
				.isEqualTo(400);
		}
		for (String kind : List.of("sign-up", "notice")) {
			assertThat(
					forgetful.submit("/reset/code", Map.of("code", mailed.get(kind).digits(), "password", NEW_PASSWORD))
						.status())
				.as(kind + " code at /reset/code")
				.isEqualTo(400);
		}
		assertThat(this.people.signIn(browser(), resetting).status()).as("nothing has changed").isEqualTo(303);
		assertThat(count("account", this.email)).isZero();
		assertThat(forgetful
			.submit("/reset/code",
					Map.of("code", mailed.get("reset").digits(), "password", NEW_PASSWORD, "email", recovering,
							"username", recovering))
			.status()).isEqualTo(303);
		assertThat(forgetful.visit("/").body()).contains(resetting).doesNotContain(recovering);
		assertThat(type(signingUp, mailed.get("sign-up").digits()).header("Location")).isEqualTo("/");
	}

	private static void refused(String kind, String path, Mailed secret, Browser browser) {
		assertThat(browser.get(path + "?token=" + secret.token()).status()).as(kind + " at GET " + path)
			.isGreaterThanOrEqualTo(400);
		Map<String, String> form = new TreeMap<>(Map.of("token", secret.token(), "code", secret.digits(), "name", "Eve",
				"password", NEW_PASSWORD, "_csrf", browser.csrf("/signup")));
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
		signedIn(this.email);
		String subject = UUID.randomUUID().toString();
		Account account = account();
		assertThat(NODE.bean(Accounts.class)
			.link(account, new FederatedIdentity("facebook", "at-facebook", subject), new EmailAddress(someone()),
					false))
			.isTrue();
		resetByCode(browser(), this.email, 2);
		Browser attacker = browser();
		assertThat(UPSTREAM.facebook(attacker, subject, Map.of()).header("Location")).isEqualTo("/signup/address");
		assertThat(attacker.get("/").body()).doesNotContain(this.email);
	}

	@Test
	void attack14WhenAddressChangeIsUnderWayBeforeTheOwnerRecoversThenItIsDead() {
		signedIn(this.email);
		String attackers = someone();
		Asker asker = new Asker(Locale.ENGLISH, null, null, "127.0.0.1");
		EmailVerification verification = NODE.bean(EmailVerification.class);
		MailPermit permit = verification.permit(new EmailAddress(attackers), asker, false);
		NODE.bean(TransactionOperations.class)
			.executeWithoutResult((status) -> verification.ask(permit,
					Demand.newAddress(new EmailAddress(attackers), account(), false), asker));
		String token = token(link(attackers, 1));
		assertThat(verification.confirmLink(token, Set.of(ChallengePurpose.NEW_ADDRESS))).isPresent();
		resetByCode(browser(), this.email, 2);
		assertThat(verification.confirmLink(token, Set.of(ChallengePurpose.NEW_ADDRESS))).isEmpty();
		assertThat(count("account", attackers)).isZero();
	}

	@Test
	void attack15WhenAddressChangesThenAnEarlierResetIsDead() {
		signedIn(this.email);
		Browser attacker = browser();
		attacker.submit("/reset", Map.of("email", this.email));
		String link = link(this.email, 2);
		String code = code(this.email, 2);
		Account account = account();
		String changed = someone();
		assertThat(NODE.bean(Addresses.class)
			.change(account.id(), account.credentialEpoch(), new EmailAddress(changed), "code")).isPresent();
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

	private Account account() {
		return NODE.bean(Accounts.class).findByEmail(new EmailAddress(this.email)).orElseThrow();
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
