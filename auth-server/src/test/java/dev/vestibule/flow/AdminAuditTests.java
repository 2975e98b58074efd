package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happened, page by page, as a file, and as it happens.
 */
class AdminAuditTests extends FlowTests {

	private final AdminCaller admin = AdminCaller.cli(NODE);

	private final UUID account = UUID.randomUUID();

	@Test
	void searchThenNewestFirstAndEachOnce() {
		for (int i = 0; i < 5; i++) {
			record("test.searched", "success", "{\"number\": \"" + i + "\"}");
		}
		record("test.other", "refused", "{}");
		assertThat(numbers("account=" + this.account + "&kind=test.searched&limit=2")).containsExactly("4", "3", "2",
				"1", "0");
		assertThat(kinds("account=" + this.account)).hasSize(6);
		assertThat(kinds("account=" + this.account + "&outcome=refused")).containsExactly("test.other");
		assertThat(kinds("account=" + this.account + "&from=4000000000")).isEmpty();
		assertThat(kinds("account=" + this.account + "&to=1")).isEmpty();
		assertThat(kinds("account=" + UUID.randomUUID())).isEmpty();
	}

	@Test
	void searchWhenByClientThenWhatItDidWithBeforeAndAfter() {
		String role = "r" + UUID.randomUUID();
		this.admin.post("/roles", "{\"name\": \"" + role + "\", \"description\": \"One\"}");
		this.admin.patch("/roles/" + role, "{\"description\": \"Two\"}");
		JsonNode event = RelyingApp.json(this.admin.get("/audit?kind=role.changed&limit=1")).at("/events/0");
		assertThat(event.at("/changes/description/before").asString()).isEqualTo("One");
		assertThat(event.at("/changes/description/after").asString()).isEqualTo("Two");
		assertThat(event.at("/detail/by").asString()).isEqualTo("client:admin-cli");
	}

	@ParameterizedTest
	@ValueSource(strings = { "account=x", "outcome=none", "from=a", "limit=0", "cursor=x", "who=me" })
	void attack26WhenParameterIsBadThenNamed(String query) {
		for (String path : List.of("/audit?", "/audit/export?", "/audit/follow?")) {
			Page refused = this.admin.get(path + query);
			assertThat(refused.status()).as(path).isEqualTo(400);
			assertThat(AdminCaller.flaws(refused)).as(path).containsExactly(query.substring(0, query.indexOf('=')));
		}
	}

	@Test
	void exportWhenATableThenNoFormulaAndNoBrokenLine() {
		record("=HYPERLINK(\"x\")", "success", "{\"a\": \"b\\\"c, \\n\"}");
		record("+1", "success", "{}");
		record("\uFF1D1", "success", "{}");
		Page page = this.admin.get("/audit/export?format=csv&account=" + this.account);
		assertThat(page.header("Content-Type")).startsWith("text/csv");
		assertThat(page.header("Content-Disposition")).isEqualTo("attachment; filename=\"audit.csv\"");
		List<String> lines = page.body().lines().toList();
		assertThat(lines).hasSize(4);
		assertThat(lines.get(0)).startsWith("id,occurred_at,kind,outcome");
		assertThat(lines.get(1)).contains(",\"'\uFF1D1\",");
		assertThat(lines.get(2)).contains(",\"'+1\",");
		assertThat(lines.get(3)).contains(",\"'=HYPERLINK(\"\"x\"\")\",", "\"{\"\"a\"\":\"\"b\\\"\"c, \\n\"\"}\"");
	}

	@Test
	void exportWhenMoreThanAreReadAtOnceThenAllOfThem() {
		NODE.jdbc()
			.sql("INSERT INTO audit_event (kind, outcome, account_id) SELECT 'test.many', 'success', ? FROM generate_series(1, 2500)")
			.param(this.account)
			.update();
		Page page = this.admin.get("/audit/export?account=" + this.account);
		assertThat(page.header("Content-Type")).startsWith("application/x-ndjson");
		assertThat(page.body().lines().distinct()).hasSize(2500);
	}

	@Test
	void followThenToldAsItHappensAndGoesOnBehindTheLast() {
		String path = "/audit/follow?account=" + this.account;
		CompletableFuture<Page> following = CompletableFuture.supplyAsync(() -> this.admin.get(path));
		Awaitility.await().until(() -> {
			record("test.followed", "success", "{\"text\": \"<script>\"}");
			return following.isDone();
		});
		Page page = following.join();
		assertThat(page.header("Content-Type")).startsWith("text/event-stream");
		assertThat(page.body()).contains("\"kind\":\"test.followed\"").doesNotContain("<script>");
		List<String> told = ids(page);
		assertThat(told).isNotEmpty().doesNotHaveDuplicates();
		record("test.later", "success", "{}");
		Page again = this.admin.send("GET", path, "", "Last-Event-ID", told.get(told.size() - 1));
		assertThat(again.body()).contains("test.later");
	}

	@Test
	void followWhenTokenIsRevokedThenOver() {
		String token = new AdminApi(NODE).token("admin.read");
		new RelyingApp(NODE.url(), "admin-cli", "admin-cli-secret").post("/oauth2/revoke", Map.of("token", token));
		assertThat(new AdminCaller(NODE, token).get("/audit/follow").status()).isEqualTo(401);
	}

	@Test
	void messagesThenFoundByRecipientSentAgainAndGivenUp() {
		String email = someone();
		browser().submit("/signup", Map.of("email", email, "name", "Ann", "password", People.PASSWORD));
		Awaitility.await().until(() -> message(email, "").path("state").asString("").equals("sent"));
		JsonNode message = message(email, "&state=sent");
		assertThat(message.get("template").asString()).isEqualTo("sign-up");
		assertThat(message.toString()).doesNotContain(this.people.code(email));
		String path = "/mail/messages/" + message.get("id").asString();
		assertThat(this.admin.post(path + "/abandon").status()).isEqualTo(409);
		Page again = this.admin.post(path + "/resend");
		assertThat(again.status()).isEqualTo(202);
		Awaitility.await().until(() -> this.people.mailsTo(email).length == 2);

		UUID waiting = NODE.jdbc()
			.sql("INSERT INTO mail (template, recipient, locale) VALUES ('test', ?, 'en') RETURNING id")
			.param(email)
			.query(UUID.class)
			.single();
		assertThat(this.admin.post("/mail/messages/" + waiting + "/resend").status()).isEqualTo(409);
		Page abandoned = this.admin.post("/mail/messages/" + waiting + "/abandon");
		assertThat(RelyingApp.field(abandoned, "state")).isEqualTo("abandoned");
		assertThat(message(email, "&state=abandoned").get("id").asString()).isEqualTo(waiting.toString());
		assertThat(this.admin.get("/mail/messages/" + UUID.randomUUID()).status()).isEqualTo(404);
	}

	@Test
	void resendWhenAskedForManyTimesAtOnceThenOneMessage() throws Exception {
		String email = someone();
		UUID sent = NODE.jdbc()
			.sql("INSERT INTO mail (template, recipient, locale, state) VALUES ('password-changed', ?, 'en', 'sent') RETURNING id")
			.param(email)
			.query(UUID.class)
			.single();
		String path = "/mail/messages/" + sent;
		List<Page> answers = inParallel(8, () -> this.admin.post(path + "/resend"));
		String again = RelyingApp.field(this.admin.get(path), "resent_as");
		assertThat(answers).allMatch((answer) -> answer.status() == 202)
			.allMatch((answer) -> RelyingApp.field(answer, "id").equals(again));
		Awaitility.await().until(() -> message(email, "&state=sent").get("id").asString().equals(again));
		assertThat(this.people.mailsTo(email)).hasSize(1);
		assertThat(RelyingApp.field(this.admin.post(path + "/resend"), "id")).isEqualTo(again);
		assertThat(RelyingApp.field(this.admin.post("/mail/messages/" + again + "/resend"), "id")).isNotEqualTo(again);
		Awaitility.await().until(() -> this.people.mailsTo(email).length == 2);
	}

	private JsonNode message(String email, String filter) {
		return RelyingApp.json(this.admin.get("/mail/messages?recipient=" + email + filter)).at("/messages/0");
	}

	private static List<String> ids(Page page) {
		return page.body().lines().filter((line) -> line.startsWith("id: ")).map((line) -> line.substring(4)).toList();
	}

	private List<String> numbers(String query) {
		List<String> numbers = new ArrayList<>();
		for (String cursor = ""; cursor != null;) {
			JsonNode page = RelyingApp.json(this.admin.get("/audit?" + query + "&cursor=" + cursor));
			page.get("events").forEach((event) -> numbers.add(event.at("/detail/number").asString()));
			cursor = page.has("next") ? page.get("next").asString() : null;
		}
		return numbers;
	}

	private List<String> kinds(String query) {
		List<String> kinds = new ArrayList<>();
		RelyingApp.json(this.admin.get("/audit?" + query))
			.get("events")
			.forEach((event) -> kinds.add(event.get("kind").asString()));
		return kinds;
	}

	private void record(String kind, String outcome, String detail) {
		NODE.jdbc()
			.sql("INSERT INTO audit_event (kind, outcome, account_id, detail) VALUES (?, ?, ?, ?::jsonb)")
			.param(kind)
			.param(outcome)
			.param(this.account)
			.param(detail)
			.update();
	}

}
