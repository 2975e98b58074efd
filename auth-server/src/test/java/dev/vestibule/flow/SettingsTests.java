package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings that are changed while the server runs.
 */
class SettingsTests extends FlowTests {

	private static final String PATH = "/settings";

	private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8\"/></svg>";

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final AdminCaller admin = AdminCaller.cli(NODE);

	@AfterEach
	void takeBack() {
		NODE.jdbc().sql("DELETE FROM setting").update();
		withinASecond(() -> assertThat(browser().get("/signup").body()).doesNotContain("by invitation"));
	}

	@Test
	void showThenWhatCountsAndWhatTheDefaultsAre() {
		JsonNode shown = RelyingApp.json(AdminCaller.cli(NODE, "admin.read").get(PATH));
		assertThat(shown.get("open_to").asString()).isEqualTo("everyone");
		assertThat(shown.get("mail_from").asString()).contains("@");
		assertThat(shown.get("managed_by").isEmpty()).isTrue();
		change("{\"open_to\": \"domains\", \"domains\": [\"Example.COM\", \"example.com\", \"bücher.example\"]}");
		shown = RelyingApp.json(this.admin.get(PATH));
		assertThat(shown.get("domains")).hasToString("[\"example.com\",\"xn--bcher-kva.example\"]");
		assertThat(shown.get("managed_by")).hasToString("{\"domains\":\"api\",\"open_to\":\"api\"}");
		assertThat(shown.at("/defaults/open_to").asString()).isEqualTo("everyone");
		change("{\"open_to\": null, \"domains\": []}");
		shown = RelyingApp.json(this.admin.get(PATH));
		assertThat(shown.get("open_to").asString()).isEqualTo("everyone");
		assertThat(shown.has("domains")).isFalse();
		assertThat(shown.get("managed_by").isEmpty()).isTrue();
	}

	@Test
	void signUpWhenClosedThenClosedOnEveryWayInOfEveryNodeWithinASecond() {
		String pending = someone();
		Browser waiting = browser();
		waiting.submit("/signup", Map.of("email", pending, "name", "Ann", "password", People.PASSWORD));
		String code = this.people.code(pending);
		change("{\"open_to\": \"invited\"}");
		withinASecond(() -> Stream.of(NODE, SIBLING.node()).forEach((node) -> {
			String email = UUID.randomUUID() + "@gmail.com";
			Page refused = UPSTREAM.google(new Browser(node.url()), UUID.randomUUID().toString(),
					Map.of("email", email, "email_verified", true));
			assertThat(refused.location()).endsWith("/login?error=closed");
			assertThat(new Browser(node.url()).get("/signup").body()).contains("by invitation");
			String stranger = someone();
			new Browser(node.url()).submit("/signup",
					Map.of("email", stranger, "name", "Ann", "password", People.PASSWORD));
			assertThat(this.people.newest(stranger)).contains("invitation");
			assertThat(accounts(email, stranger)).isZero();
		}));
		Page late = waiting.submit("/verify", Map.of("code", code));
		assertThat(late.status()).isLessThan(500);
		assertThat(accounts(pending)).isZero();
		change("{\"open_to\": null}");
		String later = someone();
		this.people.signUp(browser(), later);
		assertThat(accounts(later)).isOne();
	}

	@Test
	void signUpWhenOpenToDomainsThenThoseAndNoOthers() {
		change("{\"open_to\": \"domains\", \"domains\": [\"inside.example\"]}");
		String inside = UUID.randomUUID() + "@inside.example";
		this.people.signUp(browser(), inside);
		String outside = someone();
		browser().submit("/signup", Map.of("email", outside, "name", "Ann", "password", People.PASSWORD));
		assertThat(this.people.newest(outside)).doesNotContainPattern("(?<![0-9])[0-9]{6}(?![0-9])");
		assertThat(accounts(inside)).isOne();
		change("{\"open_to\": \"invited\"}");
		assertThat(browser().get("/signup").body()).as("they are kept for another time").contains("by invitation");
	}

	@Test
	void signUpPageThenTermsAsTheyAreSet() {
		change("{\"tos_uri\": \"https://example.com/terms?v=2\", \"policy_uri\": \"https://example.com/privacy\"}");
		assertThat(browser().get("/signup").body()).contains("href=\"https://example.com/terms?v=2\"",
				"href=\"https://example.com/privacy\"");
		change("{\"tos_uri\": null, \"policy_uri\": null}");
		assertThat(browser().get("/signup").body()).doesNotContain("By creating an account");
	}

	@Test
	void mailWhenSenderIsSetThenInItsName() throws Exception {
		change("{\"mail_from\": \"hello@shop.example\", \"mail_from_name\": \"가게 <Shop>\"}");
		String email = someone();
		browser().submit("/signup", Map.of("email", email, "name", "Ann", "password", People.PASSWORD));
		Awaitility.await().until(() -> this.people.mailsTo(email).length == 1);
		MimeMessage mail = this.people.mailsTo(email)[0];
		assertThat(mail.getFrom()).containsExactly(new InternetAddress("hello@shop.example"));
		assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("가게 <Shop>");
	}

	@Test
	void lookWhenSetThenOnEveryPageAndInEveryMailOfEveryNodeWithinASecond() {
		change("{\"name\": \"Acme & Sons\", \"brand_color\": \"#7A1FA2\", \"logo_uri\": \"%s\"}".formatted(data(SVG)));
		assertThat(RelyingApp.json(this.admin.get(PATH)).get("brand_color").asString()).isEqualTo("#7a1fa2");
		withinASecond(() -> Stream.of(NODE, SIBLING.node()).forEach((node) -> {
			Browser browser = new Browser(node.url());
			for (String path : List.of("/login", "/signup", "/unheard-of")) {
				assertThat(browser.get(path, "Accept", "text/html").body()).as(path)
					.contains("Acme &amp; Sons", "/css/look-7a1fa2.css")
					.doesNotContain("Vestibule");
			}
			Page logo = browser.get(logo(browser));
			assertThat(logo.body()).isEqualTo(SVG);
			assertThat(logo.header("Content-Type")).isEqualTo("image/svg+xml");
			assertThat(logo.header("Cache-Control")).contains("max-age=31536000");
			Page older = browser.get("/img/look-0123.png");
			assertThat(older.body()).as("an older page sees the present one").isEqualTo(SVG);
			assertThat(older.header("Cache-Control")).contains("no-store");
		}));
		String email = someone();
		this.people.signUp(browser(), email);
		assertThat(this.people.newest(email)).contains("Acme & Sons").doesNotContain("Vestibule");
		assertThat(this.admin.get("/audit?kind=settings.changed&limit=1").body()).contains("Acme & Sons")
			.contains("data:image/svg+xml;base64,");
		change("{\"logo_uri\": \"%s\"}".formatted(data(SVG + " ".repeat(128 * 1024 - SVG.length()))));
		assertThat(this.admin.get("/audit?kind=settings.changed&limit=1").body()).as("no picture's letters")
			.hasSizeLessThan(4_000)
			.contains(" characters, ");
		change("{\"name\": null, \"brand_color\": null, \"logo_uri\": null}");
		withinASecond(() -> assertThat(browser().get("/login").body()).contains("Vestibule")
			.doesNotContain("/css/look-", "/img/look-"));
		assertThat(browser().get("/img/look-0123.png").status()).isEqualTo(404);
	}

	@Test
	void changeWhenNothingOrTheSameThenNothingRecorded() {
		change("{\"tos_uri\": \"https://example.com/terms\"}");
		String before = RelyingApp.json(this.admin.get("/audit?kind=settings.changed&limit=1"))
			.at("/events/0/id")
			.asString();
		JsonNode event = RelyingApp.json(this.admin.get("/audit?kind=settings.changed&limit=1")).at("/events/0");
		assertThat(event.at("/changes/tos_uri")).hasToString("{\"after\":\"https://example.com/terms\"}");
		assertThat(event.at("/detail/by").asString()).isEqualTo("client:admin-cli");
		Page shown = this.admin.get(PATH);
		assertThat(this.admin.patch(PATH, "{}").status()).isEqualTo(200);
		Page same = this.admin.send("PATCH", PATH,
				"{\"tos_uri\": \"https://example.com/terms\", \"managed_by\": %s, \"defaults\": %s}"
					.formatted(RelyingApp.json(shown).get("managed_by"), RelyingApp.json(shown).get("defaults")),
				"If-Match", shown.header("ETag"));
		assertThat(same.status()).as(same.body()).isEqualTo(200);
		assertThat(same.header("ETag")).isEqualTo(shown.header("ETag"));
		assertThat(
				RelyingApp.json(this.admin.get("/audit?kind=settings.changed&limit=1")).at("/events/0/id").asString())
			.isEqualTo(before);
	}

	@Test
	void changeWhenSomebodyWasFasterThenOneWinsAndTheOthersSeeWhatItIsNow() {
		Page shown = this.admin.get(PATH);
		assertThat(this.admin.send("PATCH", PATH, "{}").status()).isEqualTo(428);
		List<Callable<Page>> changes = new ArrayList<>();
		IntStream.range(0, 6)
			.forEach((number) -> changes.add(() -> this.admin.at((number % 2 == 0) ? NODE : SIBLING.node())
				.send("PATCH", PATH, "{\"mail_from_name\": \"Name %d\"}".formatted(number), "If-Match",
						shown.header("ETag"))));
		List<Page> answers = inParallel(changes);
		assertThat(answers).extracting(Page::status).containsOnly(200, 412);
		assertThat(answers).filteredOn((page) -> page.status() == 200).hasSize(1);
		String name = RelyingApp.json(this.admin.get(PATH)).get("mail_from_name").asString();
		assertThat(answers).filteredOn((page) -> page.status() == 412)
			.allSatisfy((page) -> assertThat(RelyingApp.json(page).at("/current/mail_from_name").asString())
				.isEqualTo(name));
	}

	@Test
	void attack26WhenSettingIsBadThenNamedAndNothingIsChanged() {
		Page before = this.admin.get(PATH);
		Map.ofEntries(Map.entry("{\"open_to\": \"nobody\"}", "open_to"), Map.entry("{\"open_to\": 1}", "open_to"),
				Map.entry("{\"open_to\": \"domains\"}", "domains"),
				Map.entry("{\"domains\": [\"example.com\", \"no domain\"]}", "domains[1]"),
				Map.entry("{\"domains\": [\"a@example.com\"]}", "domains[0]"),
				Map.entry("{\"domains\": \"example.com\"}", "domains"),
				Map.entry("{\"tos_uri\": \"http://example.com\"}", "tos_uri"),
				Map.entry("{\"tos_uri\": \"javascript:alert(1)\"}", "tos_uri"),
				Map.entry("{\"policy_uri\": \"https://example.com/*\"}", "policy_uri"),
				Map.entry("{\"mail_from\": \"nobody\"}", "mail_from"),
				Map.entry("{\"mail_from\": \"a@example.com\\r\\nBcc: b@example.com\"}", "mail_from"),
				Map.entry("{\"mail_from_name\": \"a\\r\\nBcc: b@example.com\"}", "mail_from_name"),
				Map.entry("{\"mail_from_name\": \"" + "a".repeat(101) + "\"}", "mail_from_name"),
				Map.entry("{\"name\": \"" + "a".repeat(51) + "\"}", "name"),
				Map.entry("{\"brand_color\": \"#ffff00\"}", "brand_color"),
				Map.entry("{\"brand_color\": \"red\"}", "brand_color"),
				Map.entry("{\"logo_uri\": \"https://example.com/logo.png\"}", "logo_uri"),
				Map.entry("{\"logo_uri\": \"" + data("<svg onload=\"x()\"></svg>") + "\"}", "logo_uri"),
				Map.entry("{\"logo_uri\": \"" + data(SVG + " ".repeat(128 * 1024)) + "\"}", "logo_uri"),
				Map.entry("{\"unheard_of\": true}", "unheard_of"),
				Map.entry("{\"managed_by\": {\"open_to\": \"api\"}}", "managed_by"),
				Map.entry("{\"defaults\": {}}", "defaults"))
			.forEach((body, field) -> {
				Page refused = this.admin.patch(PATH, body);
				assertThat(refused.status()).as(body).isEqualTo(400);
				assertThat(AdminCaller.flaws(refused)).as(body).containsExactly(field);
			});
		assertThat(this.admin.patch(PATH, "{\"tos_uri\": \"x\", \"mail_from\": \"x\", \"open_to\": \"x\"}").body())
			.contains("tos_uri", "mail_from", "open_to");
		assertThat(this.admin.get(PATH).header("ETag")).isEqualTo(before.header("ETag"));
	}

	private void change(String json) {
		Page changed = this.admin.patch(PATH, json);
		assertThat(changed.status()).as(changed.body()).isEqualTo(200);
	}

	private static String logo(Browser browser) {
		return browser.get("/login").body().replaceAll("(?s).*?<img src=\"([^\"]+)\".*", "$1");
	}

	private static String data(String svg) {
		return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
	}

	private static int accounts(String... emails) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM account WHERE email = ANY (:emails::text[])")
			.param("emails", emails)
			.query(Integer.class)
			.single();
	}

}
