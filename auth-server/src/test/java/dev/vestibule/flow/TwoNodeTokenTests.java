package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on codes and tokens, a hundred requests at once, on two nodes that share
 * nothing but the database.
 */
class TwoNodeTokenTests extends FlowTests {

	private static final int AT_ONCE = 100;

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	@Test
	void attack8WhenOneCodeIsRedeemedOnBothThenOneWins() {
		String code = code(signedIn(someone()), this.web, "openid notes.read");
		List<Page> answers = onBoth((app) -> app.redeem(code));
		assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
		answers.stream().filter((page) -> page.status() != 200).forEach(FlowTests::assertInvalidGrant);
	}

	@Test
	void attack11WhenRefreshedOnBothWithinTheGraceThenOneSuccessorForAll() {
		String token = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		List<Page> answers = onBoth((app) -> app.refresh(token));
		assertThat(answers).allSatisfy((page) -> assertThat(page.status()).isEqualTo(200));
		assertThat(successors(answers)).hasSize(1).doesNotContain(token);
		assertThat(on(SIBLING.node()).refresh(successors(answers).iterator().next()).status()).isEqualTo(200);
	}

	@Test
	void attack11WhenRefreshedOnBothWithoutGraceThenOneSuccessorAndTheFamilyIsDead() {
		String database = TestDatabase.create();
		String graceless = "vestibule.token.refresh-grace=0";
		try (Node one = Node.start(database, MAIL, graceless);
				Node other = one.startSibling(database, MAIL, graceless)) {
			Browser browser = new Browser(one.url());
			this.people.signUp(browser, someone());
			String token = RelyingApp.field(on(one).redeem(code(browser, on(one), "openid")), "refresh_token");
			List<Page> answers = Sibling.inParallel(one, other, AT_ONCE, (node, i) -> on(node).refresh(token));
			assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
			answers.stream().filter((page) -> page.status() != 200).forEach(FlowTests::assertInvalidGrant);
			assertInvalidGrant(on(other).refresh(successors(answers).iterator().next()));
		}
	}

	@Test
	void attack12WhenARotatedTokenIsReusedOnBothThenTheFamilyIsDead() {
		String first = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		String second = RelyingApp.field(on(SIBLING.node()).refresh(first), "refresh_token");
		String third = RelyingApp.field(this.web.refresh(second), "refresh_token");
		onBoth((app) -> app.refresh(first)).forEach(FlowTests::assertInvalidGrant);
		assertInvalidGrant(on(SIBLING.node()).refresh(third));
	}

	@Test
	void attack13WhenTheAccountIsDisabledThenNothingIsIssuedOnEither() {
		Browser browser = signedIn(someone());
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		String code = code(browser, this.web, "openid");
		NODE.jdbc()
			.sql("UPDATE account SET enabled = false WHERE id = ?::uuid")
			.param(CodeFlowTests.subject(tokens))
			.update();
		onBoth((app) -> app.refresh(RelyingApp.field(tokens, "refresh_token"))).forEach(FlowTests::assertInvalidGrant);
		onBoth((app) -> app.redeem(code)).forEach(FlowTests::assertInvalidGrant);
		assertThat(onBoth((app) -> app.userInfo(RelyingApp.field(tokens, "access_token"))))
			.allSatisfy((page) -> assertThat(page.status()).isEqualTo(401));
	}

	@Test
	void attack20WhenChallengesAreBadOnBothThenNoCodeAndGoodOnesHaveTheirs() {
		List<Browser> browsers = inParallel(10, () -> signedIn(someone()));
		for (Map<String, String> bad : List.of(Map.of("code_challenge", ""), Map.of("code_challenge_method", "plain"),
				Map.of("code_challenge_method", ""), Map.of("code_challenge", "short"))) {
			SIBLING.amid((node, i) -> authorize(browsers.get(i % 10), node, bad), (page) -> {
				assertThat(page.parameter("error")).isEqualTo("invalid_request");
				assertThat(page.parameter("code")).isEmpty();
			}, (node, i) -> authorize(browsers.get(i % 10), node, Map.of()),
					(page) -> assertThat(page.parameter("code")).isNotEmpty());
		}
	}

	private Page authorize(Browser browser, Node node, Map<String, String> changed) {
		Map<String, String> request = this.web.request("openid");
		request.putAll(changed);
		return browser.get(node.url() + "/oauth2/authorize?" + Browser.encode(request));
	}

	@Test
	void attack20WhenVerifiersAreBadOnBothThenNoTokenAndGoodOnesHaveTheirs() {
		Browser browser = signedIn(someone());
		String stolen = code(browser, this.web, "openid");
		for (Map<String, String> bad : List.of(Map.<String, String>of(), Map.of("code_verifier", ""),
				Map.of("code_verifier", "x".repeat(43)), Map.of("code_verifier", RelyingApp.challenge()))) {
			SIBLING.amid((node, i) -> on(node).redeem(stolen, bad), FlowTests::assertInvalidGrant,
					(node, i) -> on(node).redeem(authorize(browser, node, Map.of()).parameter("code")),
					(page) -> assertThat(page.status()).isEqualTo(200));
		}
		assertThat(this.web.redeem(stolen).status()).as("its owner comes last").isEqualTo(200);
	}

	@Test
	void attack20WhenAVerifierHasNoChallengeOnBothThenNoTokenAndGoodOnesHaveTheirs() {
		RelyingApp legacy = new RelyingApp(NODE.url(), "legacy", "legacy-secret");
		Browser browser = signedIn(someone());
		Map<String, String> request = legacy.request("openid");
		request.keySet().removeAll(Set.of("code_challenge", "code_challenge_method"));
		String url = "/oauth2/authorize?" + Browser.encode(request);
		String injected = browser.get(url).parameter("code");
		SIBLING.amid((node, i) -> new RelyingApp(node.url(), "legacy", "legacy-secret").redeem(injected),
				FlowTests::assertInvalidGrant,
				(node, i) -> new RelyingApp(node.url(), "legacy", "legacy-secret")
					.redeem(browser.get(node.url() + url).parameter("code"), Map.of()),
				(page) -> assertThat(page.status()).isEqualTo(200));
	}

	@Test
	void attack21WhenACodeIsReplayedOnBothThenItsTokensAreRevokedOnBoth() {
		String code = code(signedIn(someone()), this.web, "openid");
		Page tokens = this.web.redeem(code);
		onBoth((app) -> app.redeem(code)).forEach(FlowTests::assertInvalidGrant);
		for (Node node : List.of(NODE, SIBLING.node())) {
			assertInvalidGrant(on(node).refresh(RelyingApp.field(tokens, "refresh_token")));
			assertThat(on(node).userInfo(RelyingApp.field(tokens, "access_token")).status()).isEqualTo(401);
		}
	}

	@Test
	void attack42WhenAnotherClientAsksAndRevokesOnBothThenInactiveAndNothingHappens() {
		Page tokens = tokens(this.web, "openid");
		Map<String, String> access = Map.of("token", RelyingApp.field(tokens, "access_token"));
		Map<String, String> refresh = Map.of("token", RelyingApp.field(tokens, "refresh_token"));
		Function<Node, RelyingApp> stranger = (node) -> new RelyingApp(node.url(), "asking", "asking-secret");
		assertThat(SIBLING.inParallel(AT_ONCE,
				(node, i) -> (i % 4 < 2) ? stranger.apply(node).post("/oauth2/introspect", access)
						: stranger.apply(node).post("/oauth2/revoke", refresh)))
			.allSatisfy((page) -> {
				assertThat(page.status()).isLessThan(500);
				assertThat(page.body()).doesNotContain("\"active\":true");
			});
		assertThat(CodeFlowTests.introspect(on(SIBLING.node()), access.get("token")).get("active").asBoolean())
			.isTrue();
		assertThat(on(SIBLING.node()).refresh(refresh.get("token")).status()).isEqualTo(200);
	}

	@Test
	void tokenWhenOneAssertionIsUsedOnBothThenOneSuccess() {
		OctetKeyPair key = PrivateKeyApp.ed25519Key("both");
		PrivateKeyApp app = PrivateKeyApp.register("jwks", new JWKSet(key.toPublicJWK()).toJSONObject(), key);
		String assertion = app.assertion();
		List<Page> answers = SIBLING.inParallel(AT_ONCE, (node, i) -> app.at(node).token(assertion));
		assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
		assertThat(answers).filteredOn((page) -> page.status() == 401).hasSize(AT_ONCE - 1);
	}

	private static List<Page> onBoth(Function<RelyingApp, Page> request) {
		return SIBLING.inParallel(AT_ONCE, (node, i) -> request.apply(on(node)));
	}

	private static RelyingApp on(Node node) {
		return new RelyingApp(node.url(), "web", "web-secret");
	}

	private static Set<String> successors(List<Page> answers) {
		return answers.stream()
			.filter((page) -> page.status() == 200)
			.map((page) -> RelyingApp.field(page, "refresh_token"))
			.collect(Collectors.toSet());
	}

}
