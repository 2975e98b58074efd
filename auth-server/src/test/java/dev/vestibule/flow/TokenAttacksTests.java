package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays of attacks on codes and tokens, named by their number in the list that the
 * project keeps.
 */
class TokenAttacksTests extends FlowTests {

	@Test
	void attack8ParallelRedemptionsOfOneCodeThenOneWins() {
		String code = code(signedIn(someone()), this.web, "openid notes.read");
		List<Page> answers = inParallel(100, () -> this.web.redeem(code));
		assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
		answers.stream().filter((page) -> page.status() != 200).forEach(FlowTests::assertInvalidGrant);
	}

	@Test
	void attack11ParallelRefreshesWithGraceThenOneSuccessorForAll() {
		String token = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		List<Page> answers = inParallel(100, () -> this.web.refresh(token));
		assertThat(answers).allSatisfy((page) -> assertThat(page.status()).isEqualTo(200));
		assertThat(successors(answers)).hasSize(1).doesNotContain(token);
		String successor = successors(answers).iterator().next();
		assertThat(this.web.refresh(successor).status()).isEqualTo(200);
	}

	@Test
	void attack11ParallelRefreshesWithoutGraceThenOneSuccessorAtMost() {
		try (Node node = Node.start(TestDatabase.create(), MAIL, "vestibule.token.refresh-grace=0")) {
			RelyingApp app = new RelyingApp(node.url(), "web", "web-secret");
			Browser browser = new Browser(node.url());
			this.people.signUp(browser, someone());
			String token = RelyingApp.field(app.redeem(code(browser, app, "openid")), "refresh_token");
			List<Page> answers = inParallel(100, () -> app.refresh(token));
			assertThat(successors(answers)).hasSize(1);
			assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
			answers.stream().filter((page) -> page.status() != 200).forEach(FlowTests::assertInvalidGrant);
			// The repeats were replays, so nobody keeps the family.
			assertInvalidGrant(app.refresh(successors(answers).iterator().next()));
		}
	}

	@Test
	void refreshWhenRefusedThenTokenIsNotSpent() {
		try (Node node = Node.start(TestDatabase.create(), MAIL, "vestibule.token.refresh-grace=0")) {
			RelyingApp app = new RelyingApp(node.url(), "web", "web-secret");
			Browser browser = new Browser(node.url());
			this.people.signUp(browser, someone());
			String token = RelyingApp.field(app.redeem(code(browser, app, "openid")), "refresh_token");
			assertThat(app
				.token(Map.of("grant_type", "refresh_token", "refresh_token", token, "scope", "openid notes.write"))
				.body()).contains("invalid_scope");
			assertInvalidGrant(new RelyingApp(node.url(), "asking", "asking-secret").refresh(token));
			assertInvalidGrant(app.refresh((token.startsWith("A") ? "B" : "A") + token.substring(1)));
			assertInvalidGrant(app.refresh(token.substring(0, token.length() - 8) + "AAAAAAAA"));
			assertThat(app.refresh(token).status()).isEqualTo(200);
		}
	}

	private static Set<String> successors(List<Page> answers) {
		return answers.stream()
			.filter((page) -> page.status() == 200)
			.map((page) -> RelyingApp.field(page, "refresh_token"))
			.collect(Collectors.toSet());
	}

	@Test
	void attack12ReuseOfARotatedTokenThenFamilyIsDeadAlsoOnAnotherNode() {
		String first = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		String second = RelyingApp.field(this.web.refresh(first), "refresh_token");
		String third = RelyingApp.field(this.web.refresh(second), "refresh_token");
		try (Node restarted = NODE.startSibling(DATABASE, MAIL)) {
			assertInvalidGrant(new RelyingApp(restarted.url(), "web", "web-secret").refresh(first));
		}
		assertInvalidGrant(this.web.refresh(third));
	}

	@Test
	void attack12ReuseThenTheOwnerIsTold() {
		String email = someone();
		Page tokens = this.web.redeem(code(signedIn(email), this.web, "openid"));
		String first = RelyingApp.field(tokens, "refresh_token");
		this.web.refresh(RelyingApp.field(this.web.refresh(first), "refresh_token"));
		assertInvalidGrant(this.web.refresh(first));
		assertInvalidGrant(this.web.refresh(first));
		Awaitility.await().until(() -> this.people.mailsTo(email).length > 1);
		assertThat(this.people.newest(email)).contains("Web shop", "/reset");
		assertThat(this.people.mailsTo(email)).as("the code, and one notice").hasSize(2);
	}

	@Test
	void attack12ReuseByAnotherClientThenFamilyLives() {
		String first = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		String second = RelyingApp.field(this.web.refresh(first), "refresh_token");
		String third = RelyingApp.field(this.web.refresh(second), "refresh_token");
		assertInvalidGrant(new RelyingApp(NODE.url(), "asking", "asking-secret").refresh(first));
		assertThat(this.web.refresh(third).status()).isEqualTo(200);
	}

	@Test
	void attack13RefreshAndRedeemAfterDisableOrNewEpochThenRefused() {
		for (String change : List.of("enabled = false", "credential_epoch = credential_epoch + 1",
				"proof_due_at = now()")) {
			Browser browser = signedIn(someone());
			Page tokens = this.web.redeem(code(browser, this.web, "openid"));
			String code = code(browser, this.web, "openid");
			String subject = CodeFlowTests.subject(tokens);
			NODE.jdbc().sql("UPDATE account SET " + change + " WHERE id = ?::uuid").param(subject).update();
			assertInvalidGrant(this.web.redeem(code));
			assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
			String access = RelyingApp.field(tokens, "access_token");
			assertThat(CodeFlowTests.introspect(this.web, access).get("active").asBoolean()).isFalse();
			assertThat(this.web.userInfo(access).status()).isEqualTo(401);
			assertThat(browser.get(this.web.authorizeUrl("openid")).header("Location"))
				.doesNotStartWith(RelyingApp.REDIRECT_URI);
		}
	}

	@Test
	void attack13RefreshAfterAccountIsDeletedThenRefused() {
		Page tokens = tokens(this.web, "openid");
		NODE.jdbc().sql("DELETE FROM account WHERE id = ?::uuid").param(CodeFlowTests.subject(tokens)).update();
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(this.web.userInfo(RelyingApp.field(tokens, "access_token")).status()).isEqualTo(401);
	}

	@Test
	void attack20NoOrWrongProofOfPossessionOfTheCodeThenRefused() {
		Browser browser = signedIn(someone());
		Map<String, String> request = this.web.request("openid");
		for (Map<String, String> changed : List.of(with(request, "code_challenge", ""),
				with(request, "code_challenge_method", "plain"), with(request, "code_challenge_method", ""),
				with(request, "code_challenge", "short"))) {
			Page page = browser.get("/oauth2/authorize?" + Browser.encode(changed));
			assertThat(page.parameter("error")).isEqualTo("invalid_request");
			assertThat(page.parameter("code")).isEmpty();
		}
		assertInvalidGrant(this.web.redeem(code(browser, this.web, "openid"), Map.of()));
		assertInvalidGrant(this.web.redeem(code(browser, this.web, "openid"), Map.of("code_verifier", "")));
		assertInvalidGrant(this.web.redeem(code(browser, this.web, "openid"), Map.of("code_verifier", "x".repeat(43))));
	}

	@Test
	void attack20VerifierWithoutChallengeThenRefused() {
		RelyingApp legacy = new RelyingApp(NODE.url(), "legacy", "legacy-secret");
		Browser browser = signedIn(someone());
		Map<String, String> request = legacy.request("openid");
		request.remove("code_challenge");
		request.remove("code_challenge_method");
		String url = "/oauth2/authorize?" + Browser.encode(request);
		assertInvalidGrant(legacy.redeem(browser.get(url).parameter("code")));
		assertThat(legacy.redeem(browser.get(url).parameter("code"), Map.of()).status()).isEqualTo(200);
	}

	@Test
	void attack21ReplayOfACodeThenItsTokensAreRevoked() {
		String code = code(signedIn(someone()), this.web, "openid notes.read");
		Page tokens = this.web.redeem(code);
		String access = RelyingApp.field(tokens, "access_token");
		assertThat(this.web.userInfo(access).status()).isEqualTo(200);
		assertInvalidGrant(this.web.redeem(code));
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(this.web.userInfo(access).status()).isEqualTo(401);
		assertThat(CodeFlowTests.introspect(this.web, access).get("active").asBoolean()).isFalse();
	}

	@Test
	void attack21LostRaceForACodeThenItsTokensAreRevoked() {
		String code = code(signedIn(someone()), this.web, "openid");
		List<Page> answers = inParallel(10, () -> this.web.redeem(code));
		Page winner = answers.stream().filter((page) -> page.status() == 200).findFirst().orElseThrow();
		assertInvalidGrant(this.web.refresh(RelyingApp.field(winner, "refresh_token")));
	}

	@Test
	void attack22TokensThatAreNoneForUserInfoThenRefused() {
		Page tokens = tokens(this.web, "openid");
		for (String token : List.of(RelyingApp.field(tokens, "id_token"), RelyingApp.field(tokens, "refresh_token"),
				"x")) {
			Page page = this.web.userInfo(token);
			assertThat(page.status()).isEqualTo(401);
			assertThat(page.header("WWW-Authenticate")).contains("invalid_token");
		}
		Page service = new RelyingApp(NODE.url(), "service", "service-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", "notes.read"));
		assertThat(this.web.userInfo(RelyingApp.field(service, "access_token")).status()).isIn(401, 403);
	}

	@Test
	void attack42OtherClientsTokensThenInactiveAndNeverAFault() {
		Page tokens = tokens(this.web, "openid");
		RelyingApp stranger = new RelyingApp(NODE.url(), "asking", "asking-secret");
		for (String token : List.of(RelyingApp.field(tokens, "access_token"), RelyingApp.field(tokens, "refresh_token"),
				RelyingApp.field(tokens, "id_token"), "x", "a.b.c")) {
			assertThat(CodeFlowTests.introspect(stranger, token).get("active").asBoolean()).isFalse();
			assertThat(stranger.post("/oauth2/revoke", Map.of("token", token)).status()).isLessThan(500);
		}
		assertThat(this.web.refresh(RelyingApp.field(tokens, "refresh_token")).status()).isEqualTo(200);
		assertThat(
				CodeFlowTests.introspect(this.web, RelyingApp.field(tokens, "access_token")).get("active").asBoolean())
			.isTrue();
	}

}
