package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Accounts, invitations, roles and groups by the console.
 */
class ConsolePeopleTests extends ConsoleFlowTests {

	private static final String ACCOUNTS = "/admin/accounts";

	private static final String INVITATIONS = ACCOUNTS + "/invitations";

	private static final String SCRIPT = "<script>alert(1)</script>";

	private static final Pattern ROW = Pattern.compile("href=\"/admin/accounts/([0-9a-f-]{36})\">([^<]+)</a>");

	private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");

	private static final Pattern SESSION = Pattern.compile("action=\"(/admin/sessions/[0-9a-f]+/delete)\"");

	private final AdminCaller api = AdminCaller.cli(NODE);

	private final String email = someone();

	private final String name = "n-" + UUID.randomUUID().toString().substring(0, 13);

	@AfterEach
	void removeNames() {
		for (String table : List.of("role", "account_group")) {
			NODE.jdbc().sql("DELETE FROM " + table + " WHERE name LIKE ?").param(this.name + "%").update();
		}
	}

	@Test
	void listWhenSearchedByWordsThenThoseWhoseNameOrAddressBeginsLikeThatInPages() {
		String word = UUID.randomUUID().toString().substring(0, 8);
		List<String> emails = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			String each = i + "-" + someone();
			signedIn(each);
			emails.add(each);
			rename(each, "Zoë O'Hara " + word);
		}
		Browser browser = administrator();
		Page first = browser.get(ACCOUNTS + "?limit=2&q=" + Browser.encode("o'h " + word.toUpperCase()));
		assertThat(found(first)).containsExactly(emails.get(0), emails.get(1));
		Matcher next = NEXT.matcher(first.body());
		assertThat(next.find()).isTrue();
		Page second = browser.get(HtmlUtils.htmlUnescape(next.group(1)));
		assertThat(found(second)).containsExactly(emails.get(2));
		assertThat(second.body()).doesNotContain("rel=\"next\"");
		assertThat(found(browser.get(ACCOUNTS + "?q=" + emails.get(1).substring(0, 20) + "+zo")))
			.containsExactly(emails.get(1));
		for (String none : List.of("hara " + word, word + " \\", "'" + word, word + " | zo", word + ":* !x")) {
			Page page = browser.get(ACCOUNTS + "?q=" + Browser.encode(none));
			assertThat(page.status()).as(none).isEqualTo(200);
			assertThat(found(page)).as(none).isEmpty();
		}
	}

	@Test
	void listWhenNarrowedThenOnlyThose() {
		signedIn(this.email);
		give(this.email);
		Browser browser = administrator();
		String search = ACCOUNTS + "?q=" + this.email;
		for (String query : List.of("", "&state=active", "&role=" + this.name, "&group=" + this.name)) {
			assertThat(found(browser.get(search + query))).as(query).containsExactly(this.email);
		}
		for (String query : List.of("&state=disabled", "&admin_role=viewer", "&role=" + this.name + "x")) {
			Page page = browser.get(search + query);
			assertThat(found(page)).as(query).isEmpty();
			assertThat(page.body()).contains("No account is like this");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "q=%00", "cursor=nonsense", "limit=0", "state=new", "admin_role=root", "unheard=of",
			"q=a&q=b" })
	void attack26WhenParameterIsBadThenSaid(String query) {
		Browser browser = administrator();
		Page page = browser.get(ACCOUNTS + "?" + query);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("<title>Error:", "role=\"alert\"");
	}

	@Test
	void showThenWhatIsKnownOfAnAccount() {
		Browser theirs = signedIn(this.email);
		theirs.visit(this.web.authorizeUrl("openid"));
		Browser browser = administrator();
		Page page = browser.get(page(this.email));
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.body())
			.contains(this.email, id(this.email), "Ann Example", "by a mailed code", "Last signed in",
					"Chrome on Linux", "127.0.0.1", "account.created", "Password")
			.doesNotContain("argon2", "??");
		assertThat(browser.get(page(this.email) + "?done=nonsense").status()).isEqualTo(200);
		for (String none : List.of("/" + UUID.randomUUID(), "/x", "/x/edit", "/x/admin-role", "/x/delete")) {
			assertThat(browser.get(ACCOUNTS + none).status()).as(none).isEqualTo(404);
		}
	}

	@Test
	void attack38WhenNameIsAScriptThenEscapedEverywhere() {
		signedIn(this.email);
		rename(this.email, SCRIPT);
		NODE.jdbc()
			.sql("UPDATE browser_session SET device = :script, source = :source WHERE principal = :id")
			.param("script", SCRIPT)
			.param("source", "<b>")
			.param("id", id(this.email))
			.update();
		Browser browser = administrator();
		for (String page : List.of("", "/edit", "/admin-role", "/disable", "/sign-out", "/require-proof", "/delete")) {
			Page shown = browser.get(page(this.email) + page);
			assertThat(shown.status()).as(page).isEqualTo(200);
			assertThat(shown.body()).doesNotContain(SCRIPT, "<b>");
		}
		for (String list : List.of(ACCOUNTS, INVITATIONS, "/admin/roles", "/admin/groups")) {
			Page shown = browser.get(list + "?q=" + Browser.encode(SCRIPT));
			assertThat(shown.status()).as(list).isEqualTo(200);
			assertThat(shown.body()).contains("&lt;script").doesNotContain(SCRIPT);
		}
	}

	@Test
	void disableThenNobodySignsInUntilItIsEnabledAgain() {
		Browser theirs = signedIn(this.email);
		Browser browser = appointed("operator");
		String page = page(this.email);
		assertThat(browser.get(page + "/disable").body()).contains("Nobody signs in to it");
		assertThat(browser.follow(browser.post(page + "/disable", form(browser, page + "/disable"))).body())
			.contains("The account is disabled", "/enable");
		assertThat(theirs.get("/account").location()).contains("/login");
		assertThat(browser.follow(browser.post(page + "/enable", form(browser, page))).body())
			.contains("The account is enabled");
		assertThat(theirs.get("/account").location()).contains("/login");
		assertThat(this.people.signIn(browser(), this.email).status()).isEqualTo(303);
		assertThat(events("account.disabled")).isEqualTo(1);
	}

	@Test
	void signOutThenEveryBrowserIs() {
		List<Browser> theirs = List.of(signedIn(this.email), browser());
		this.people.signIn(theirs.get(1), this.email);
		Browser browser = appointed("operator");
		String page = page(this.email) + "/sign-out";
		assertThat(browser.follow(browser.post(page, form(browser, page))).body()).contains("Every session",
				"Nobody is signed in");
		theirs.forEach((each) -> assertThat(each.get("/account").location()).contains("/login"));
	}

	@Test
	void endSessionThenOnlyThatBrowserIsSignedOut() {
		Browser first = signedIn(this.email);
		Browser browser = appointed("operator");
		Matcher session = SESSION.matcher(browser.get(page(this.email)).body());
		assertThat(session.find()).isTrue();
		Browser second = browser();
		this.people.signIn(second, this.email);
		Page ended = browser.follow(browser.post(session.group(1), form(browser, page(this.email))));
		assertThat(ended.body()).contains("The session has ended");
		assertThat(first.get("/account").location()).contains("/login");
		assertThat(second.get("/account").status()).isEqualTo(200);
		assertThat(browser.post(session.group(1), form(browser, page(this.email))).status()).isEqualTo(404);
	}

	@Test
	void requireProofThenTheAddressIsProvedAtTheNextSignIn() {
		signedIn(this.email);
		Browser browser = appointed("operator");
		String page = page(this.email) + "/require-proof";
		assertThat(browser.follow(browser.post(page, form(browser, page))).body()).contains("Has to prove the address",
				"A new proof is demanded since");
		assertThat(this.people.signIn(browser(), this.email).location()).contains("/verify");
	}

	@Test
	void deleteWhenItWasChangedMeanwhileThenLookedAtOnceMore() {
		signedIn(this.email);
		Browser browser = administrator();
		String page = page(this.email) + "/delete";
		String form = form(browser, page);
		assertThat(browser.get(page).body()).contains("may sign up with it again");
		this.api.post("/accounts/" + id(this.email) + "/disable");
		Page changed = browser.post(page, form);
		assertThat(changed.status()).isEqualTo(412);
		assertThat(changed.body()).contains("was changed since", "stays blocked");
		assertThat(browser.follow(browser.post(page, form(browser, page))).body()).contains("The account is deleted");
		assertThat(browser.get(page).status()).isEqualTo(404);
	}

	@Test
	void appointThenTheNextRequestCountsAndTheLastAdministratorStays() {
		String other = someone();
		Browser theirs = signedIn(other);
		signedIn(this.email);
		appoint(this.email, "administrator");
		Browser browser = browser();
		this.people.signIn(browser, this.email);
		String page = page(other) + "/admin-role";
		assertThat(browser.follow(browser.post(page, form(browser, page, "admin_role", "operator"))).body())
			.contains("Operator");
		assertThat(theirs.get(ACCOUNTS).status()).isEqualTo(200);
		assertThat(browser.post(page, form(browser, page, "admin_role", "root")).status()).isEqualTo(400);
		assertThat(theirs.get(page(this.email)).body()).contains("Only administrators may change it")
			.doesNotContain("/disable\"", "/sign-out\"");
		Page forbidden = theirs.post(page(this.email) + "/disable", form(theirs, page(other)));
		assertThat(forbidden.status()).isEqualTo(403);
		assertThat(forbidden.body()).contains("Only an administrator may do this");
		assertThat(browser.post(page, form(browser, page, "admin_role", "")).status()).isEqualTo(303);
		assertThat(theirs.get(ACCOUNTS).status()).isEqualTo(403);
		NODE.jdbc()
			.sql("UPDATE account SET role = NULL WHERE role = 'administrator' AND email <> ?")
			.param(this.email)
			.update();
		String own = page(this.email);
		for (String each : List.of("/admin-role", "/disable", "/delete")) {
			Page refused = browser.post(own + each, form(browser, own + each));
			assertThat(refused.status()).as(each).isEqualTo(409);
			assertThat(refused.body()).as(each).contains("This is the last administrator", "<title>Error:");
			Page korean = browser.post(own + each, form(browser, own + each), "Accept-Language", "ko");
			assertThat(korean.body()).contains("마지막 관리자입니다");
		}
	}

	@Test
	void assignWhenAnotherHasChangedItThenBothAreShownAndNothingIsLost() {
		signedIn(this.email);
		this.api.post("/roles", "{\"name\": \"%s-a\"}".formatted(this.name));
		this.api.post("/roles", "{\"name\": \"%s-b\"}".formatted(this.name));
		Browser browser = administrator();
		String page = page(this.email) + "/edit";
		assertThat(browser.follow(browser.post(page, form(browser, page, "roles", this.name + "-a"))).body())
			.contains("It is in the next token", "/admin/roles/" + this.name + "-a");
		String stale = form(browser, page, "roles", this.name + "-a", "roles", this.name + "-b");
		this.api.patch("/accounts/" + id(this.email), "{\"roles\": []}");
		Page conflict = browser.post(page, stale);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Somebody else has changed", this.name + "-b");
		assertThat(RelyingApp.json(this.api.get("/accounts/" + id(this.email))).get("roles").size()).isZero();
		Page unknown = browser.post(page, form(browser, page, "groups", "unheard-of"));
		assertThat(unknown.status()).isEqualTo(400);
		assertThat(unknown.body()).contains("groups-error", "“unheard-of”");
		assertThat(browser.post(page, form(browser, page, "admin_role", "administrator")).status()).isEqualTo(400);
	}

	@Test
	void inviteThenMailedAndListedUntilItIsWithdrawn() {
		Browser browser = administrator();
		String page = INVITATIONS + "/new";
		this.api.post("/groups", "{\"name\": \"%s\"}".formatted(this.name));
		Page sent = browser
			.follow(browser.post(page, form(browser, page, "email", this.email, "locale", "ko", "groups", this.name)));
		assertThat(sent.body()).contains("The invitation is on its way");
		assertThat(this.people.newest(this.email)).containsPattern("\\p{IsHangul}");
		Page listed = browser.get(INVITATIONS + "?q=" + this.email.substring(4));
		assertThat(listed.body()).contains(this.email, this.name);
		Matcher withdraw = Pattern.compile("href=\"(/admin/accounts/invitations/[^\"]+/delete)\"")
			.matcher(listed.body());
		assertThat(withdraw.find()).isTrue();
		assertThat(browser.follow(browser.post(withdraw.group(1), form(browser, withdraw.group(1)))).body())
			.contains("The invitation is withdrawn");
		assertThat(browser.get(withdraw.group(1)).status()).isEqualTo(404);
		assertThat(browser.get(INVITATIONS + "?q=" + this.email).body()).contains("No open invitation matches");
	}

	@Test
	void inviteWhenOperatorThenGivesNoRoles() {
		Browser operator = appointed("operator");
		String page = INVITATIONS + "/new";
		this.api.post("/roles", "{\"name\": \"%s\"}".formatted(this.name));
		assertThat(operator.get(page).body()).doesNotContain("name=\"roles\"", "name=\"groups\"");
		Page refused = operator.post(page,
				form(operator, page, "email", this.email, "locale", "en", "roles", this.name));
		assertThat(refused.status()).isEqualTo(403);
		assertThat(operator.post(page, form(operator, page, "email", this.email, "locale", "en")).status())
			.isEqualTo(303);
	}

	static Stream<List<String>> mistakes() {
		return Stream.of(List.of("/accounts/invitations", "email", ""),
				List.of("/accounts/invitations", "email", "not an address"),
				List.of("/accounts/invitations", "email", "x".repeat(250) + "@example.com"),
				List.of("/accounts/invitations", "email", "a\u202Eb@example.com"), List.of("/roles", "name", ""),
				List.of("/roles", "name", "-x"), List.of("/roles", "name", "x".repeat(65)),
				List.of("/groups", "name", "a b"), List.of("/roles", "name", "new"),
				List.of("/groups", "description", "x".repeat(201)));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void attack25WhenFormHasAMistakeThenTheApisWordsAreNextToTheField(List<String> mistake) {
		Browser browser = administrator();
		String page = "/admin" + mistake.get(0) + "/new";
		String field = mistake.get(1);
		String typed = form(browser, page, field, mistake.get(2));
		Map<String, Object> sent = new LinkedHashMap<>();
		if (!mistake.get(2).isEmpty()) {
			sent.put(field, mistake.get(2));
		}
		if (field.equals("description")) {
			typed += "&" + fields("name", this.name);
			sent.put("name", this.name);
		}
		Page refused = browser.post(page, typed);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("Nothing was saved", "<title>Error:");
		String words = wrong(refused, field);
		Page byApi = this.api.post(mistake.get(0), JsonMapper.shared().writeValueAsString(sent));
		for (JsonNode error : RelyingApp.json(byApi).get("errors")) {
			assertThat(words).contains(error.get("detail").asString());
		}
		assertThat(wrong(browser.post(page, typed, "Accept-Language", "ko"), field)).containsPattern("\\p{IsHangul}")
			.doesNotContainPattern("must|has a|is ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "roles", "groups" })
	void roleOrGroupFromItsBeginningToItsEnd(String kind) {
		Browser browser = administrator();
		String list = "/admin/" + kind;
		String page = list + "/" + this.name;
		assertThat(browser
			.follow(browser.post(list + "/new",
					form(browser, list + "/new", "name", this.name, "description", "First words")))
			.body()).contains("is there", "First words");
		Page taken = browser.post(list + "/new", form(browser, list + "/new", "name", this.name));
		assertThat(taken.status()).isEqualTo(409);
		assertThat(wrong(taken, "name")).contains("is taken");
		String stale = form(browser, page + "/edit", "description", "Second words");
		assertThat(browser.follow(browser.post(page + "/edit", stale)).body()).contains("Saved.", "Second words");
		Page conflict = browser.post(page + "/edit", stale.replace("Second", "Third"));
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Second words", "Third words");
		assertThat(browser.get(page + "/disable").body()).contains("Disable the", "from the next token on");
		assertThat(browser.follow(browser.post(page + "/disable", form(browser, page + "/disable"))).body())
			.contains("is disabled", ">Disabled<", page + "/enable")
			.doesNotContain(page + "/disable");
		assertThat(browser.get(list + "?q=" + this.name).body()).contains(">Disabled<");
		assertThat(RelyingApp.json(this.api.get("/" + kind + "/" + this.name)).get("enabled").asBoolean()).isFalse();
		assertThat(browser.follow(browser.post(page + "/enable", form(browser, page))).body()).contains("is enabled",
				">Enabled<");
		String delete = form(browser, page + "/delete");
		signedIn(this.email);
		this.api.patch("/accounts/" + id(this.email), "{\"%s\": [\"%s\"]}".formatted(kind, this.name));
		Page meanwhile = browser.post(page + "/delete", delete);
		assertThat(meanwhile.status()).isEqualTo(412);
		assertThat(meanwhile.body()).contains("It was changed since", "One account");
		assertThat(browser.get(page).body()).contains("One account");
		assertThat(browser.get(list + "?q=SECOND+words").body()).contains(this.name);
		assertThat(browser.follow(browser.post(page + "/delete", form(browser, page + "/delete"))).body())
			.contains("is deleted");
		assertThat(browser.get(page).status()).isEqualTo(404);
		assertThat(RelyingApp.json(this.api.get("/accounts/" + id(this.email))).get(kind).size()).isZero();
	}

	@Test
	void groupThenCarriesTheRolesThatAreTicked() {
		Browser browser = administrator();
		this.api.post("/roles", "{\"name\": \"%s\"}".formatted(this.name));
		Page created = browser.follow(browser.post("/admin/groups/new",
				form(browser, "/admin/groups/new", "name", this.name, "roles", this.name)));
		assertThat(created.body()).contains("/admin/roles/" + this.name);
		assertThat(browser.get("/admin/roles/" + this.name + "/delete").body())
			.contains("no longer comes with the one group");
	}

	private void give(String email) {
		this.api.post("/roles", "{\"name\": \"%s\"}".formatted(this.name));
		this.api.post("/groups", "{\"name\": \"%s\"}".formatted(this.name));
		Page given = this.api.patch("/accounts/" + id(email),
				"{\"roles\": [\"%s\"], \"groups\": [\"%s\"]}".formatted(this.name, this.name));
		assertThat(given.status()).isEqualTo(200);
	}

	private static void rename(String email, String name) {
		NODE.jdbc()
			.sql("UPDATE account SET name = :name WHERE email = :email")
			.param("name", name)
			.param("email", email)
			.update();
	}

	private static String id(String email) {
		return NODE.jdbc()
			.sql("SELECT id FROM account WHERE email = ?")
			.param(email)
			.query(UUID.class)
			.single()
			.toString();
	}

	private static String page(String email) {
		return ACCOUNTS + "/" + id(email);
	}

	private int events(String kind) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM audit_event WHERE kind = ? AND account_id = ?::uuid AND detail ->> 'by' LIKE 'account:%'")
			.param(kind)
			.param(id(this.email))
			.query(Integer.class)
			.single();
	}

	private static List<String> found(Page page) {
		return ROW.matcher(page.body()).results().map((row) -> HtmlUtils.htmlUnescape(row.group(2))).toList();
	}

	private static String wrong(Page page, String field) {
		return HtmlUtils.htmlUnescape(page.body().replaceAll("(?s).*id=\"" + field + "-error\"(.*?)</p>.*", "$1"));
	}

}
