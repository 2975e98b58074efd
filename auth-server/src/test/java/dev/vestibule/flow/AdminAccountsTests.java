package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What administrators do to accounts holds at once, at every node.
 */
class AdminAccountsTests extends FlowTests {

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private static RelyingApp console;

	private final AdminCaller admin = AdminCaller.cli(NODE);

	private final String email = someone();

	private String refreshToken = "";

	@BeforeAll
	static void register() {
		console = AdminCaller.cli(NODE).registerConsole();
	}

	@Test
	void searchWhenByPrefixThenPagesInOrderAndNobodyElse() {
		String prefix = "list-" + UUID.randomUUID();
		for (String name : List.of("c", "a", "b")) {
			signedIn(prefix + name + "@example.com");
		}
		List<String> found = new ArrayList<>();
		String path = "/accounts?limit=2&email=" + prefix.toUpperCase();
		for (String cursor = ""; cursor != null;) {
			JsonNode page = RelyingApp.json(this.admin.get(path + "&cursor=" + cursor));
			page.get("accounts").forEach((account) -> found.add(account.get("email").asString()));
			cursor = page.has("next") ? page.get("next").asString() : null;
		}
		assertThat(found).containsExactly(prefix + "a@example.com", prefix + "b@example.com", prefix + "c@example.com");
	}

	@Test
	void searchWhenByStateThenOnlyThose() {
		signedIn(this.email);
		assertThat(find("&state=active")).hasSize(1);
		assertThat(find("&state=disabled")).isEmpty();
		this.admin.post("/accounts/" + id() + "/disable");
		assertThat(find("&state=disabled")).hasSize(1);
		assertThat(find("&state=active")).isEmpty();
		assertThat(find("&state=proof_due")).isEmpty();
		assertThat(find("&admin_role=viewer")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "state=new", "admin_role=root", "limit=0", "cursor=x", "name=a", "email=a&email=b" })
	void attack26WhenParameterIsBadThenNamed(String query) {
		Page refused = this.admin.get("/accounts?" + query);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(AdminCaller.flaws(refused)).containsExactly(query.substring(0, query.indexOf('=')));
	}

	@Test
	void showThenWhatAnAccountIsAndNoSecret() {
		signedIn(this.email);
		Page page = this.admin.get("/accounts/" + id());
		assertThat(page.status()).isEqualTo(200);
		assertThat(RelyingApp.json(page).propertyNames()).containsExactly("id", "email", "verified_at", "verified_by",
				"name", "locale", "enabled", "password", "roles", "groups", "created_at");
		assertThat(page.body()).doesNotContain("argon2");
		assertThat(page.header("ETag")).startsWith("\"");
		for (String nobody : List.of(UUID.randomUUID().toString(), "x", "%00")) {
			assertThat(this.admin.get("/accounts/" + nobody).status()).as(nobody).isIn(400, 404);
		}
	}

	@Test
	void attack13WhenDisabledThenNothingIsIssuedAnywhereAndEnablingRevivesNothing() {
		Browser browser = signedIn(this.email);
		Page tokens = this.web.redeem(code(browser, this.web, "openid email"));
		assertThat(this.admin.post("/accounts/" + id() + "/disable").status()).isEqualTo(200);
		withinASecond(() -> {
			assertInvalidGrant(atSibling().refresh(RelyingApp.field(tokens, "refresh_token")));
			assertThat(this.web.userInfo(RelyingApp.field(tokens, "access_token")).status()).isEqualTo(401);
			assertThat(this.people.signIn(new Browser(SIBLING.node().url()), this.email).location())
				.contains("error=disabled");
		});
		assertThat(this.admin.post("/accounts/" + id() + "/enable").status()).isEqualTo(200);
		assertInvalidGrant(this.web.refresh(RelyingApp.field(tokens, "refresh_token")));
		assertThat(browser.get(this.web.authorizeUrl("openid")).location()).doesNotContain("code=");
		assertThat(this.people.signIn(browser(), this.email).location()).doesNotContain("error");
		assertThat(audited()).contains(
				"account.disabled {\"enabled\": {\"after\": false, \"before\": true}} client:admin-cli",
				"account.enabled {\"enabled\": {\"after\": true, \"before\": false}} client:admin-cli");
	}

	@Test
	void signOutThenEverySessionAndGrantIsOverEverywhere() {
		Browser one = signedIn(this.email);
		Browser other = browser();
		this.people.signIn(other, this.email);
		Page tokens = this.web.redeem(code(one, this.web, "openid"));
		assertThat(this.admin.post("/accounts/" + id() + "/sign-out").status()).isEqualTo(200);
		withinASecond(() -> {
			assertInvalidGrant(atSibling().refresh(RelyingApp.field(tokens, "refresh_token")));
			for (Browser browser : List.of(one, other)) {
				assertThat(browser.get(this.web.authorizeUrl("openid")).location()).doesNotContain("code=");
			}
		});
		assertThat(this.people.signIn(one, this.email).status()).isEqualTo(303);
		assertThat(code(one, this.web, "openid")).isNotEmpty();
	}

	@Test
	void requireProofThenNothingUntilItIsGiven() {
		Browser browser = signedIn(this.email);
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		assertThat(this.admin.post("/accounts/" + id() + "/require-proof").status()).isEqualTo(200);
		assertThat(find("&state=proof_due")).hasSize(1);
		withinASecond(() -> assertInvalidGrant(atSibling().refresh(RelyingApp.field(tokens, "refresh_token"))));
		Browser again = browser();
		assertThat(this.people.signIn(again, this.email).location()).endsWith("/verify");
		Awaitility.await().until(() -> this.people.mailsTo(this.email).length == 2);
		assertThat(again.submit("/verify", Map.of("code", this.people.code(this.email))).status()).isEqualTo(303);
		assertThat(code(again, this.web, "openid")).isNotEmpty();
		assertThat(find("&state=proof_due")).isEmpty();
	}

	@Test
	void deleteThenGoneAndTheAddressMakesAnotherAccount() {
		Browser browser = signedIn(this.email);
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		String id = id();
		assertThat(this.admin.delete("/accounts/" + id).status()).isEqualTo(204);
		assertThat(this.admin.delete("/accounts/" + id).status()).isEqualTo(404);
		withinASecond(() -> assertInvalidGrant(atSibling().refresh(RelyingApp.field(tokens, "refresh_token"))));
		signedIn(this.email);
		assertThat(id()).isNotEqualTo(id);
		assertThat(NODE.jdbc()
			.sql("SELECT changes -> 'email' ->> 'before' FROM audit_event WHERE kind = 'account.deleted' AND account_id = ?")
			.param(UUID.fromString(id))
			.query(String.class)
			.list()).containsExactly(this.email);
	}

	@Test
	void deleteWhenDisabledThenItsAddressStaysBlocked() {
		signedIn(this.email);
		String id = id();
		this.admin.post("/accounts/" + id + "/disable");
		assertThat(this.admin.delete("/accounts/" + id).status()).isEqualTo(204);
		int before = this.people.mailsTo(this.email).length;
		browser().submit("/signup", Map.of("email", this.email, "name", "Ann", "password", People.PASSWORD));
		assertThat(this.people.newest(this.email, before)).doesNotContainPattern("(?<![0-9])[0-9]{6}(?![0-9])");
		assertThat(find("")).isEmpty();
	}

	@Test
	void assignThenClientsThatAskAreToldAndOthersAreNot() {
		String role = name();
		String inherited = name();
		String group = name();
		assertThat(this.admin.post("/roles", "{\"name\": \"" + role + "\"}").status()).isEqualTo(201);
		assertThat(
				this.admin.post("/roles", "{\"name\": \"" + inherited + "\", \"description\": \"By group\"}").status())
			.isEqualTo(201);
		assertThat(this.admin.post("/groups", "{\"name\": \"" + group + "\", \"roles\": [\"" + inherited + "\"]}")
			.status()).isEqualTo(201);
		Browser browser = signedIn(this.email);
		Page before = console.redeem(code(browser, console, "openid roles groups"));
		assertThat(RelyingApp.claims(RelyingApp.field(before, "access_token")).getClaims()).containsEntry("roles",
				List.of());
		Page assigned = this.admin.patch("/accounts/" + id(),
				"{\"roles\": [\"" + role + "\"], \"groups\": [\"" + group + "\"]}");
		assertThat(assigned.status()).isEqualTo(200);
		Page tokens = console.refresh(RelyingApp.field(before, "refresh_token"));
		for (String token : List.of("access_token", "id_token")) {
			JWTClaimsSet claims = RelyingApp.claims(RelyingApp.field(tokens, token));
			assertThat(claims.getClaim("roles")).as(token)
				.isEqualTo(List.of(inherited, role).stream().sorted().toList());
			assertThat(claims.getClaim("groups")).as(token).isEqualTo(List.of(group));
		}
		assertThat(console.userInfo(RelyingApp.field(tokens, "access_token")).body()).contains(role, inherited, group);
		Page without = console.redeem(code(browser, console, "openid"));
		assertThat(RelyingApp.claims(RelyingApp.field(without, "access_token")).getClaims()).doesNotContainKeys("roles",
				"groups");
		assertThat(find("&role=" + role)).hasSize(1);
		assertThat(find("&role=" + inherited)).hasSize(1);
		assertThat(find("&group=" + group)).hasSize(1);

		Page inUse = this.admin.delete("/roles/" + role);
		assertThat(inUse.status()).isEqualTo(409);
		assertThat(RelyingApp.field(inUse, "detail")).contains("1 accounts");
		assertThat(this.admin.delete("/roles/" + role + "?even_if_in_use=true").status()).isEqualTo(204);
		assertThat(this.admin.delete("/groups/" + group).status()).isEqualTo(409);
		Page later = console.refresh(RelyingApp.field(tokens, "refresh_token"));
		assertThat(RelyingApp.claims(RelyingApp.field(later, "access_token")).getClaim("roles"))
			.isEqualTo(List.of(inherited));
	}

	@Test
	void disableRoleOrGroupThenNobodyIsSaidToHaveItUntilItIsEnabled() {
		String role = name();
		String inherited = name();
		String group = name();
		this.admin.post("/roles", "{\"name\": \"" + role + "\"}");
		this.admin.post("/roles", "{\"name\": \"" + inherited + "\"}");
		this.admin.post("/groups", "{\"name\": \"%s\", \"roles\": [\"%s\", \"%s\"]}".formatted(group, inherited, role));
		Browser browser = signedIn(this.email);
		this.admin.patch("/accounts/" + id(), "{\"roles\": [\"" + role + "\"], \"groups\": [\"" + group + "\"]}");
		this.refreshToken = RelyingApp.field(console.redeem(code(browser, console, "openid roles groups")),
				"refresh_token");
		assertTold(List.of(inherited, role), List.of(group));
		Page disabled = this.admin.post("/roles/" + inherited + "/disable");
		assertThat(RelyingApp.json(disabled).get("enabled").asBoolean()).isFalse();
		assertThat(this.admin.get("/roles/" + inherited).header("ETag")).isEqualTo(disabled.header("ETag"));
		assertTold(List.of(role), List.of(group));
		this.admin.post("/roles/" + inherited + "/enable");
		assertThat(this.admin.patch("/groups/" + group, "{\"enabled\": false}").body()).contains("\"enabled\":false");
		assertTold(List.of(role), List.of());
		this.admin.post("/roles/" + role + "/disable");
		assertTold(List.of(), List.of());
		assertThat(this.admin.get("/accounts/" + id()).body()).as("it is kept").contains(role, group);
		this.admin.post("/groups/" + group + "/enable");
		assertTold(List.of(inherited), List.of(group));
		assertThat(AdminCaller.flaws(this.admin.patch("/roles/" + role, "{\"enabled\": \"yes\"}")))
			.containsExactly("enabled");
		assertThat(NODE.jdbc()
			.sql("SELECT kind FROM audit_event WHERE detail ->> 'role' = ? OR detail ->> 'group' = ? ORDER BY id")
			.params(role, group)
			.query(String.class)
			.list())
			.containsExactly("role.created", "group.created", "group.disabled", "role.disabled", "group.enabled");
	}

	// By this node and the other, at once.
	private void assertTold(List<String> roles, List<String> groups) {
		Page tokens = console.refresh(this.refreshToken);
		this.refreshToken = RelyingApp.field(tokens, "refresh_token");
		for (String token : List.of("access_token", "id_token")) {
			JWTClaimsSet claims = RelyingApp.claims(RelyingApp.field(tokens, token));
			assertThat(claims.getClaim("roles")).as(token).isEqualTo(roles.stream().sorted().toList());
			assertThat(claims.getClaim("groups")).as(token).isEqualTo(groups);
		}
		JsonNode person = RelyingApp.json(atSibling().userInfo(RelyingApp.field(tokens, "access_token")));
		assertThat(person.get("roles").size()).isEqualTo(roles.size());
		assertThat(person.get("groups").size()).isEqualTo(groups.size());
	}

	@Test
	void assignWhenBadThenNamedAndNothingChanged() {
		signedIn(this.email);
		String path = "/accounts/" + id();
		Page shown = this.admin.get(path);
		for (String body : List.of("{\"roles\": [\"no such\"]}", "{\"groups\": \"a\"}", "{\"enabled\": false}",
				"{\"email_verified\": true}", "{\"roles\": [1]}")) {
			Page refused = this.admin.patch(path, body);
			assertThat(refused.status()).as(body).isEqualTo(400);
			assertThat(AdminCaller.flaws(refused)).as(body).hasSize(1);
		}
		assertThat(this.admin.send("PATCH", path, "{\"roles\": []}").status()).isEqualTo(428);
		assertThat(this.admin.send("PATCH", path, "{\"roles\": []}", "If-Match", "\"x\"").status()).isEqualTo(412);
		assertThat(this.admin.send("PATCH", path, "{\"roles\": []}", "If-Match", shown.header("ETag")).status())
			.isEqualTo(200);
		assertThat(this.admin.get(path).body()).isEqualTo(shown.body());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{}", "{\"name\": \"\"}", "{\"name\": \"a b\"}", "{\"name\": \"<script>\"}", "{\"name\": 1}" })
	void createWhenNameIsBadThenNamed(String body) {
		for (String path : List.of("/roles", "/groups")) {
			Page refused = this.admin.post(path, body);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(AdminCaller.flaws(refused)).containsExactly("name");
		}
	}

	@Test
	void changeRoleAndGroupThenDescribedAnew() {
		String role = name();
		String group = name();
		this.admin.post("/roles", "{\"name\": \"" + role + "\"}");
		assertThat(this.admin.post("/roles", "{\"name\": \"" + role + "\"}").status()).isEqualTo(409);
		assertThat(RelyingApp.field(this.admin.patch("/roles/" + role, "{\"description\": \"Reads\"}"), "description"))
			.isEqualTo("Reads");
		this.admin.post("/groups", "{\"name\": \"" + group + "\", \"description\": \"All\"}");
		Page changed = this.admin.patch("/groups/" + group, "{\"roles\": [\"" + role + "\"]}");
		assertThat(RelyingApp.field(changed, "description")).isEqualTo("All");
		assertThat(RelyingApp.json(changed).get("roles").get(0).asString()).isEqualTo(role);
		assertThat(AdminCaller.flaws(this.admin.patch("/groups/" + group, "{\"roles\": [\"none\"]}")))
			.containsExactly("roles");
		assertThat(this.admin.get("/roles?limit=100").body()).contains(role);
		assertThat(this.admin.get("/groups/none").status()).isEqualTo(404);
		assertThat(this.admin.delete("/groups/" + group).status()).isEqualTo(204);
		assertThat(this.admin.delete("/roles/" + role).status()).isEqualTo(204);
	}

	private RelyingApp atSibling() {
		return new RelyingApp(SIBLING.node().url(), "web", "web-secret");
	}

	private List<String> find(String filter) {
		List<String> found = new ArrayList<>();
		RelyingApp.json(this.admin.get("/accounts?email=" + this.email + filter))
			.get("accounts")
			.forEach((account) -> found.add(account.get("id").asString()));
		return found;
	}

	private String id() {
		return find("").get(0);
	}

	private List<String> audited() {
		return NODE.jdbc()
			.sql("SELECT concat_ws(' ', kind, changes::text, detail ->> 'by') FROM audit_event WHERE account_id = ? ORDER BY id")
			.param(UUID.fromString(id()))
			.query(String.class)
			.list();
	}

	private static String name() {
		return "n" + UUID.randomUUID();
	}

}
