package dev.vestibule.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import jakarta.mail.MessagingException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happened, mail, keys and providers by the console.
 */
class ConsoleMachinesTests extends ConsoleFlowTests {

	private static final String AUDIT = "/admin/audit";

	private static final String MAILS = "/admin/mail/messages";

	private static final String PROVIDERS = "/admin/providers";

	private static final String SECRET = "a-secret-that-nobody-sees-again";

	private final String email = someone();

	private final String id = "p" + UUID.randomUUID().toString().substring(0, 8);

	@AfterEach
	void leave() {
		NODE.jdbc().sql("DELETE FROM provider WHERE id LIKE ?").param(this.id + "%").update();
	}

	@Test
	void auditWhenSearchedByAddressThenThisAccountsEventsInPages() {
		signedIn(this.email);
		Browser browser = administrator();
		Page found = browser.get(AUDIT + "?limit=1&account=" + this.email);
		assertThat(found.body()).contains("sign-in", "kept for 400 days", "rel=\"next\"")
			.doesNotContain("client.created");
		assertThat(browser.get(AUDIT + "?kind=never.happened").body()).contains("No event matches");
		assertThat(browser.get(AUDIT + "?from=2000-01-01T00:00&to=2000-01-02").body()).contains("No event matches",
				"value=\"2000-01-01T00:00\"");
		Page refused = browser.get(AUDIT + "?account=nobody&from=yesterday&cursor=x");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("account-error", "from-error", "The place in the list");
	}

	@Test
	void eventThenBeforeAndAfterWithLinksToWhomItIsAbout() {
		Browser browser = administrator();
		assertThat(API
			.call("POST", AdminApi.PATH + "/resource-servers", API.token("admin"),
					"{\"uri\": \"https://" + this.id + ".example\", \"name\": \"One\"}")
			.status()).isEqualTo(201);
		try {
			String path = "/admin/api/resource-servers/" + NODE.jdbc()
				.sql("SELECT id FROM resource_server WHERE uri = ?")
				.param("https://" + this.id + ".example")
				.query(String.class)
				.single();
			API.call("PATCH", path, API.token("admin"), "{\"name\": \"<b>Two</b>\"}", "If-Match", "*");
		}
		finally {
			NODE.jdbc()
				.sql("DELETE FROM resource_server WHERE uri = ?")
				.param("https://" + this.id + ".example")
				.update();
		}
		long event = NODE.jdbc()
			.sql("SELECT max(id) FROM audit_event WHERE kind = 'resource-server.updated'")
			.query(Long.class)
			.single();
		Page shown = browser.get(AUDIT + "/" + event);
		assertThat(shown.body()).contains("resource-server.updated", "One", "&lt;b&gt;Two&lt;/b&gt;",
				"client:admin-cli");
		signedIn(this.email);
		long signIn = NODE.jdbc()
			.sql("SELECT max(event.id) FROM audit_event event JOIN account ON account.id = account_id WHERE email = ?")
			.param(this.email)
			.query(Long.class)
			.single();
		assertThat(browser.get(AUDIT + "/" + signIn).body()).contains(this.email, "/admin/accounts/");
		assertThat(browser.get(AUDIT + "/999999999999").status()).isEqualTo(404);
	}

	@Test
	void exportThenAsFileOfWhatWasSearchedForAndRecorded() {
		signedIn(this.email);
		Browser browser = administrator();
		Page csv = browser.get(AUDIT + "/export?format=csv&account=" + this.email);
		assertThat(csv.header("Content-Type")).startsWith("text/csv");
		assertThat(csv.header("Content-Disposition")).contains("audit.csv");
		assertThat(csv.body()).startsWith("id,occurred_at").contains("\"sign-in\"");
		Page lines = browser.get(AUDIT + "/export?format=jsonl&kind=audit.exported");
		assertThat(lines.header("Content-Type")).startsWith("application/x-ndjson");
		assertThat(lines.body().lines()).isNotEmpty().allMatch((line) -> line.contains("audit.exported"));
		assertThat(browser.get(AUDIT + "/export?format=xml").status()).isEqualTo(400);
		Browser nobody = signedIn(someone());
		assertThat(nobody.get(AUDIT + "/export?format=csv").status()).isEqualTo(403);
		assertThat(browser().get(AUDIT + "/export?format=csv").location()).endsWith("/login");
	}

	@Test
	void mailThenStateIsShownButNeverItsContent() {
		signedIn(this.email);
		Browser browser = administrator();
		Page list = browser.get(MAILS + "?recipient=" + this.email);
		assertThat(list.body()).contains(this.email, "Sign-up", "Sent");
		String path = MAILS + "/" + mail();
		Page shown = browser.get(path);
		String code = this.people.code(this.email);
		assertThat(shown.body()).contains(this.email, "Send again").doesNotContain(code, "/verify/link");
		assertThat(browser.get(MAILS + "?state=lost").status()).isEqualTo(400);
		Page again = browser.follow(browser.post(path + "/resend", form(browser, path)));
		assertThat(again.body()).contains("on its way again");
		assertThat(again.response().uri().getPath()).isNotEqualTo(path);
		Page abandoned = browser.post(path + "/abandon", form(browser, path));
		assertThat(abandoned.status()).isEqualTo(409);
		assertThat(abandoned.body()).contains("has left, is leaving");
	}

	@Test
	void testMessageThenItLeavesAtOnce() {
		Browser browser = administrator();
		Page sent = browser.post("/admin/mail/test", form(browser, "/admin/mail/test", "recipient", this.email));
		assertThat(sent.body()).contains("Accepted");
		Awaitility.await().until(() -> Arrays.stream(MAIL.getReceivedMessages()).anyMatch((message) -> {
			try {
				return message.getAllRecipients()[0].toString().equals(this.email);
			}
			catch (MessagingException ex) {
				throw new IllegalStateException(ex);
			}
		}));
		Page refused = browser.post("/admin/mail/test", form(browser, "/admin/mail/test", "recipient", "nobody"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("recipient-error", "must be an e-mail address");
	}

	@Test
	void keysThenStatesAndTimesAreShown() {
		Browser browser = administrator();
		Page keys = browser.get("/admin/keys");
		assertThat(keys.body()).contains("ES256", "Signs since", "Published since", "Next");
		JsonNode next = keys("next");
		Page ask = browser.get("/admin/keys/" + next.get("kid").asString() + "/compromise");
		assertThat(ask.body()).contains("Nothing has been signed with it yet");
		assertThat(browser.get("/admin/keys/rotate").body()).contains("No token stops working");
		Page removed = browser.follow(browser.post("/admin/keys/" + next.get("kid").asString() + "/compromise",
				form(browser, "/admin/keys")));
		assertThat(removed.body()).contains("The key is gone").doesNotContain(next.get("kid").asString());
		assertThat(browser.get("/admin/keys/none/compromise").status()).isEqualTo(404);
		Page gone = browser.post("/admin/keys/none/compromise", form(browser, "/admin/keys"));
		assertThat(gone.status()).isEqualTo(404);
	}

	@Test
	void providerWhenRegisteredThenPeopleSignInWithItAndItsSecretIsNeverShown() {
		Browser browser = administrator();
		Page form = browser.get(PROVIDERS + "/new/github");
		assertThat(form.body()).contains(NODE.issuer() + "/login/oauth2/code/github");
		Page shown = browser.follow(register(browser, "github", "client_id", "abc", "client_secret", SECRET));
		assertThat(shown.body()).contains("The provider is added", NODE.issuer() + "/login/oauth2/code/" + this.id)
			.doesNotContain(SECRET);
		withinASecond(() -> assertThat(browser().get("/login").body()).contains("/oauth2/authorization/" + this.id));
		String path = PROVIDERS + "/" + this.id;
		assertThat(browser.get(path + "/edit").body()).doesNotContain(SECRET);
		assertThat(browser.follow(browser.post(path + "/disable", form(browser, path + "/disable"))).body())
			.contains("The provider is disabled");
		withinASecond(
				() -> assertThat(browser().get("/login").body()).doesNotContain("/oauth2/authorization/" + this.id));
		assertThat(browser.follow(browser.post(path + "/enable", form(browser, path))).body())
			.contains("The provider is enabled");
		assertThat(browser.follow(browser.post(path + "/delete", form(browser, path + "/delete"))).body())
			.contains("The provider is deleted");
		assertThat(browser.get(path).status()).isEqualTo(404);
	}

	@Test
	void providerWhenAnotherHasChangedItThenBothAreShownAndTheSecretStays() {
		Browser browser = administrator();
		register(browser, "github", "client_id", "abc", "client_secret", SECRET);
		String path = PROVIDERS + "/" + this.id + "/edit";
		String mine = form(browser, path, "name", "Mine", "client_id", "abc", "trust", "never", "position", "50");
		assertThat(API
			.call("PATCH", AdminApi.PATH + "/providers/" + this.id, API.token("admin"),
					"{\"name\": \"Theirs\", \"position\": 77}", "If-Match", "*")
			.status()).isEqualTo(200);
		Page conflict = browser.post(path, mine);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Theirs", "value=\"Mine\"", "value=\"77\"").doesNotContain(SECRET);
		Page saved = browser.follow(browser.post(path, hidden(conflict) + "&"
				+ fields("name", "Mine", "client_id", "abc", "trust", "never", "position", "77")));
		assertThat(saved.body()).contains("Saved.", "Mine", "77");
		Page elsewhere = browser.post(path,
				form(browser, path, "name", "Mine", "client_id", "another", "trust", "never", "position", "77"));
		assertThat(elsewhere.status()).isEqualTo(400);
		assertThat(elsewhere.body()).contains("has to be given again");
		String korean = browser
			.post(path, form(browser, path, "client_id", "another", "trust", "never"), "Accept-Language", "ko")
			.body();
		assertThat(korean).contains("다시 입력해야 합니다");
	}

	@ParameterizedTest
	@ValueSource(strings = { "id=Bad Id", "id=new", "client_id=", "client_secret=", "position=-1", "domains=x",
			"trust=always", "authorization_uri=http://evil.example/", "name=a\u202Eb" })
	void providerWhenRegisteredWithAMistakeThenNamed(String mistake) {
		Browser browser = administrator();
		String name = mistake.substring(0, mistake.indexOf('='));
		Map<String, String> typed = new TreeMap<>(Map.of("id", this.id, "client_id", "abc", "client_secret", SECRET));
		typed.put(name, mistake.substring(name.length() + 1));
		Page refused = browser.post(PROVIDERS + "/new/github",
				form(browser, PROVIDERS + "/new/github") + Browser.encode(typed));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(HtmlUtils.htmlUnescape(refused.body())).contains("id=\"" + name + "-error\"").doesNotContain(SECRET);
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM provider WHERE id = ?")
			.param(this.id)
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void providerWhenOfConfigurationThenOnlySwitched() {
		Browser browser = administrator();
		Page shown = browser.get(PROVIDERS + "/google");
		assertThat(shown.body()).contains("managed by configuration").doesNotContain("/edit\"", Upstream.SECRET);
		Page refused = browser.post(PROVIDERS + "/google/delete", form(browser, PROVIDERS + "/google", "version", "*"));
		assertThat(refused.status()).isEqualTo(409);
		Page checked = browser.post(PROVIDERS + "/google/check", form(browser, PROVIDERS + "/google"));
		assertThat(checked.body()).contains("It answers");
		assertThat(browser.get(PROVIDERS + "/new/unheard-of").status()).isEqualTo(404);
	}

	@Test
	void providerWhenItDoesNotAnswerThenCheckingSaysWhy() {
		Browser browser = administrator();
		register(browser, "oidc", "client_id", "abc", "client_secret", SECRET, "name", "Work", "issuer_uri",
				"http://localhost:1");
		Page checked = browser.post(PROVIDERS + "/" + this.id + "/check", form(browser, PROVIDERS + "/" + this.id));
		assertThat(checked.body()).contains("People cannot sign in with it now");
	}

	private Page register(Browser browser, String preset, String... fields) {
		String path = PROVIDERS + "/new/" + preset;
		return browser.post(path, form(browser, path) + "&" + fields("id", this.id) + "&" + fields(fields));
	}

	private String mail() {
		return NODE.jdbc()
			.sql("SELECT id FROM mail WHERE recipient = ? AND state = 'sent' LIMIT 1")
			.param(this.email)
			.query(String.class)
			.single();
	}

	private static JsonNode keys(String state) {
		for (JsonNode key : RelyingApp.json(AdminCaller.cli(NODE).get("/keys")).get("keys")) {
			if (key.get("state").asString().equals(state)) {
				return key;
			}
		}
		throw new IllegalStateException("no key is " + state);
	}

}
