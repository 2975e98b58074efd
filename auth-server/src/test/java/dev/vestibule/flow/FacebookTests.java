package dev.vestibule.flow;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import dev.vestibule.standin.Facebook;
import dev.vestibule.standin.StandIn;
import dev.vestibule.standin.StandIn.Person;
import dev.vestibule.standin.StandIn.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link Facebook}, whose addresses are optional, and whose callbacks are
 * signed.
 */
class FacebookTests extends OAuth2PresetTests<Facebook> {

	FacebookTests() {
		super(new Facebook());
	}

	private static final String DECLINED = """
			{"id":"%s","name":"Ann There",
			 "permissions":{"data":[{"permission":"email","status":"declined"},{"permission":"public_profile","status":"granted"}]}}""";

	@Test
	void signInWhenAddressIsDeclinedThenMayBeAskedForAgain() {
		Person ann = someoneThere(someone());
		Browser browser = browser();
		this.provider.fails(this.provider.lastPath(), Reply.json(200, DECLINED.formatted(ann.subject())));
		assertThat(signIn(browser, ann).header("Location")).isEqualTo("/signup/address");
		String again = "/oauth2/authorization/" + this.id + "?again=true";
		assertThat(browser.get("/signup/address").body()).contains(again);
		this.provider.repair();
		String asked = browser.get(again).header("Location");
		assertThat(Browser.queryParameter(URI.create(asked), "auth_type")).isEqualTo("rerequest");
		assertThat(callback(browser, asked, Map.of("code", this.provider.code(asked, ann))).header("Location"))
			.isEqualTo("/verify");
	}

	@Test
	void signInWhenThereIsNoAddressToDeclineThenNotAskedAgain() {
		Browser browser = browser();
		signIn(browser, someoneThere(null));
		assertThat(browser.get("/signup/address").body()).doesNotContain("again=true");
	}

	/**
	 * <a href=
	 * "https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback">Data
	 * Deletion Request Callback</a>.
	 */
	@Test
	void dataDeletionThenUnlinkedAndTheStatusIsShown() {
		Person ann = someoneThere(someone());
		signUp(ann);
		Page answer = meta("data-deletion", Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now()));
		assertThat(answer.status()).isEqualTo(200);
		String code = RelyingApp.field(answer, "confirmation_code");
		assertThat(code).matches("[a-zA-Z0-9]+");
		assertThat(RelyingApp.field(answer, "url")).startsWith(NODE.issuer()).endsWith(code);
		assertThat(identity(ann)).isEmpty();
		assertThat(count("account", ann.email())).isOne();
		assertThat(browser().get(RelyingApp.field(answer, "url")).body()).contains("is gone, and with it the address",
				name());
		assertThat(browser().get(RelyingApp.field(answer, "url") + "0").status()).isEqualTo(404);
		assertThat(mail(ann.email(), 2)).contains(name());
	}

	@Test
	void dataDeletionWhenNobodyIsKnownThenSaysSo() {
		Page answer = meta("data-deletion", Facebook.notice("4711", StandIn.SECRET, Instant.now()));
		assertThat(browser().get(RelyingApp.field(answer, "url")).body()).contains("We had nothing from " + name());
	}

	@Test
	void deauthorizeThenUnlinked() {
		Person ann = someoneThere(someone());
		signUp(ann);
		assertThat(meta("deauthorize", Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now())).status())
			.isEqualTo(200);
		assertThat(identity(ann)).isEmpty();
	}

	@Test
	void noticeWhenReplayedThenRefused() {
		Person ann = someoneThere(someone());
		signUp(ann);
		String request = Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now());
		List<Integer> answers = inParallel(10, () -> meta("deauthorize", request).status());
		assertThat(answers).containsOnlyOnce(200).containsOnly(200, 400);
		assertThat(type(linkAgain(ann), code(ann.email(), 3)).header("Location")).isEqualTo("/login");
		assertThat(meta("data-deletion", request).status()).isEqualTo(400);
	}

	private Browser linkAgain(Person ann) {
		Browser browser = browser();
		aMinuteLater(ann.email());
		signIn(browser, ann);
		return browser;
	}

	@Test
	void noticeWhenForgedOrOldOrOfAnotherAppThenRefused() {
		Person ann = someoneThere(someone());
		signUp(ann);
		String good = Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now());
		String payload = good.substring(good.indexOf('.') + 1);
		for (String request : List.of(Facebook.notice(ann.subject(), "another app's secret", Instant.now()),
				Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now().minus(Duration.ofDays(2))),
				Facebook.notice(ann.subject(), StandIn.SECRET, Instant.now().plus(Duration.ofHours(1))),
				Facebook.sign(StandIn.SECRET,
						"{\"algorithm\":\"none\",\"issued_at\":%d,\"user_id\":\"%s\"}"
							.formatted(Instant.now().getEpochSecond(), ann.subject())),
				Facebook.sign(StandIn.SECRET,
						"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":\"%s\"}".formatted(ann.subject())),
				Facebook.sign(StandIn.SECRET, "[]"), Facebook.sign(StandIn.SECRET, "not JSON"), "." + payload, payload,
				"", "a.b.c", "é.é", good.substring(0, 5) + "A" + good.substring(6), good + "A")) {
			assertThat(meta("data-deletion", request).status()).as(request).isEqualTo(400);
			assertThat(meta("deauthorize", request).status()).as(request).isEqualTo(400);
		}
		assertThat(
				new Browser(NODE.url()).post("/providers/google/deauthorize", Map.of("signed_request", good)).status())
			.isEqualTo(400);
		assertThat(
				new Browser(NODE.url()).post("/providers/nobody/deauthorize", Map.of("signed_request", good)).status())
			.isEqualTo(400);
		assertThat(identity(ann)).isNotEmpty();
	}

	/** Without a cookie, and without a token against forged requests. */
	private Page meta(String callback, String request) {
		return new Browser(NODE.url()).post("/providers/" + this.id + "/" + callback,
				Map.of("signed_request", request));
	}

}
