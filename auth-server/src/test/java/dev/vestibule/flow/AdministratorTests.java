package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may administer, and that there is always somebody who may.
 */
class AdministratorTests extends FlowTests {

	private static final String NOBODY = "/accounts/" + UUID.randomUUID();

	private static final String NO_SERVER = "/resource-servers/" + UUID.randomUUID();

	/** What operators may do, at an account that there is not. */
	private static final List<String> OPERATORS = List.of("POST " + NOBODY + "/disable", "POST " + NOBODY + "/enable",
			"POST " + NOBODY + "/sign-out", "POST " + NOBODY + "/require-proof", "POST /webhooks/none/test",
			"POST /webhooks/none/deliveries/none/redeliver");

	/** What only administrators may do. */
	private static final List<String> ADMINISTRATORS = List.of("PATCH " + NOBODY, "PUT " + NOBODY + "/admin-role",
			"DELETE " + NOBODY, "POST /roles", "PATCH /roles/none", "DELETE /roles/none", "POST /roles/none/disable",
			"POST /roles/none/enable", "POST /groups/none/disable", "POST /groups/none/enable", "POST /groups",
			"PATCH /groups/none", "DELETE /groups/none", "POST /keys/none/compromise", "POST /clients",
			"DELETE /clients/none", "POST /clients/none/secret", "POST /providers", "DELETE /providers/none",
			"POST " + NO_SERVER + "/disable", "POST " + NO_SERVER + "/enable", "POST /mail", "POST /mail/test",
			"POST /webhooks", "PATCH /webhooks/none", "DELETE /webhooks/none", "POST /webhooks/none/secret",
			"PATCH /settings");

	private static RelyingApp console;

	@BeforeAll
	static void register() {
		console = AdminCaller.cli(NODE).registerConsole();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "viewer", "operator", "administrator" })
	void attack30WhenPersonHasARoleThenDoesWhatItMayAndNoMore(String role) {
		AdminCaller person = person(role, "admin");
		Map<String, Integer> answers = new LinkedHashMap<>();
		for (String path : List.of("/accounts", "/roles", "/groups", "/clients", "/keys", "/providers")) {
			answers.put("GET " + path, person.get(path).status());
		}
		assertThat(answers.values()).containsOnly(role.equals("nothing") ? 403 : 200);
		OPERATORS.forEach((call) -> assertThat(call(person, call).status()).as(call)
			.isEqualTo(List.of("nothing", "viewer").contains(role) ? 403 : 404));
		ADMINISTRATORS.forEach((call) -> assertThat(call(person, call).status() == 403).as(call)
			.isEqualTo(!role.equals("administrator")));
		assertThat(person("administrator", "admin.read").post(NOBODY + "/disable").status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/accounts/..;/clients", "//accounts", "/accounts%2f..%2fclients", "/accounts;x=1",
			"/./accounts", "/accounts/%2e%2e/clients" })
	void attack30WhenPathIsATrickThenNothing(String path) {
		AdminCaller nobody = person("nothing", "admin");
		for (String method : List.of("GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE")) {
			assertThat(nobody.send(method, path, "{}").status()).as(method).isBetween(400, 405);
		}
	}

	@Test
	void operatorWhenAccountHasARoleThenRefused() {
		AdminCaller operator = person("operator", "admin");
		String viewer = someone();
		signedIn(viewer);
		String id = id(viewer);
		appoint(id, "viewer");
		assertThat(operator.post("/accounts/" + id + "/disable").status()).isEqualTo(403);
		assertThat(operator.post("/accounts/" + id + "/sign-out").status()).isEqualTo(403);
		appoint(id, null);
		assertThat(operator.post("/accounts/" + id + "/disable").status()).isEqualTo(200);
		assertThat(operator.post("/accounts/invitations", "{\"email\": \"" + someone() + "\"}").status())
			.isEqualTo(201);
		assertThat(operator.post("/accounts/invitations", "{\"email\": \"" + someone() + "\", \"roles\": [\"any\"]}")
			.status()).isEqualTo(403);
	}

	@Test
	void dangerousWhenSignInIsOldThenAskedToSignInAnew() {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(id(email), "administrator");
		Page tokens = console.redeem(code(browser, console, "openid admin"));
		AdminCaller fresh = caller(tokens);
		assertThat(fresh.delete(NOBODY).status()).isEqualTo(404);
		// What the token says comes from here when it is refreshed.
		NODE.jdbc()
			.sql("UPDATE oauth2_authorization SET authenticated_at = authenticated_at - interval '6 minutes' WHERE account_id = ?")
			.param(UUID.fromString(id(email)))
			.update();
		AdminCaller stale = caller(console.refresh(RelyingApp.field(tokens, "refresh_token")));
		Page refused = stale.delete(NOBODY);
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.header("WWW-Authenticate")).contains("error=\"insufficient_user_authentication\"",
				"max_age=\"300\"");
		assertThat(stale.put(NOBODY + "/admin-role", "{\"admin_role\": null}").status()).isEqualTo(401);
		assertThat(stale.post("/clients/none/secret").status()).isEqualTo(401);
		for (String what : List.of(NO_SERVER, "/roles/none", "/groups/none")) {
			assertThat(stale.post(what + "/disable").status()).as(what).isEqualTo(401);
			assertThat(stale.post(what + "/enable").status()).as(what).isEqualTo(404);
		}
		for (String what : List.of("/clients/none", NO_SERVER, "/roles/none", "/groups/none", NOBODY)) {
			assertThat(stale.patch(what, "{\"enabled\": false}").status()).as(what).isEqualTo(401);
			assertThat(fresh.patch(what, "{}").status()).as(what).isEqualTo(404);
		}
		assertThat(stale.put("/clients/none", "{}").status()).isEqualTo(401);
		assertThat(stale.post("/config", "{\"version\": 1, \"name\": \"none\"}").status()).isEqualTo(401);
		assertThat(fresh.post("/config", "{\"version\": 1, \"name\": \"none\"}").status()).isEqualTo(200);
		assertThat(stale.post(NOBODY + "/disable").status()).isEqualTo(404);
		assertThat(stale.get("/accounts").status()).isEqualTo(200);
		assertThat(AdminCaller.cli(NODE).delete(NOBODY).status()).isEqualTo(404);
	}

	@Test
	void disableWhenARoleIsCalledLikeAnAdministratorsThenNobodyIsLockedOut() {
		AdminCaller admin = person("administrator", "admin");
		admin.post("/roles", "{\"name\": \"administrator\"}");
		try {
			assertThat(admin.post("/roles/administrator/disable").status()).isEqualTo(200);
			assertThat(admin.post("/roles/administrator/enable").status()).isEqualTo(200);
		}
		finally {
			admin.delete("/roles/administrator");
		}
	}

	@Test
	void appointWhenBadThenNamed() {
		AdminCaller admin = AdminCaller.cli(NODE);
		for (String body : List.of("{}", "{\"admin_role\": \"root\"}", "{\"admin_role\": 1}")) {
			Page refused = admin.put(NOBODY + "/admin-role", body);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(AdminCaller.flaws(refused)).containsExactly("admin_role");
		}
	}

	@Test
	void lastAdministratorWhenAllGoAtOnceOnTwoNodesThenOneStays() {
		String database = TestDatabase.create();
		try (Node one = Node.start(database, MAIL); Node other = one.startSibling(database, MAIL)) {
			AdminCaller admin = AdminCaller.cli(one);
			List<Callable<Page>> work = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				String email = someone();
				this.people.signUp(new Browser(one.url()), email);
				String id = RelyingApp.json(admin.get("/accounts?email=" + email)).at("/accounts/0/id").asString();
				assertThat(admin.put("/accounts/" + id + "/admin-role", "{\"admin_role\": \"administrator\"}").status())
					.isEqualTo(200);
				AdminCaller at = admin.at((i % 2 == 0) ? one : other);
				work.add(switch (i % 3) {
					case 0 -> () -> at.delete("/accounts/" + id);
					case 1 -> () -> at.post("/accounts/" + id + "/disable");
					default -> () -> at.put("/accounts/" + id + "/admin-role", "{\"admin_role\": \"operator\"}");
				});
			}
			List<Page> answers = inParallel(work);
			assertThat(answers).filteredOn((page) -> page.status() == 409).hasSize(1);
			assertThat(answers).filteredOn((page) -> page.status() / 100 == 2).hasSize(5);
			assertThat(RelyingApp.json(admin.get("/accounts?admin_role=administrator&state=active"))
				.get("accounts")
				.size()).isEqualTo(1);
		}
	}

	private AdminCaller person(String role, String scope) {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(id(email), role.equals("nothing") ? null : role);
		return caller(console.redeem(code(browser, console, "openid " + scope)));
	}

	private static AdminCaller caller(Page tokens) {
		return new AdminCaller(NODE, RelyingApp.field(tokens, "access_token"));
	}

	private static void appoint(String id, String role) {
		String value = (role != null) ? "\"" + role + "\"" : "null";
		assertThat(AdminCaller.cli(NODE)
			.put("/accounts/" + id + "/admin-role", "{\"admin_role\": " + value + "}")
			.status()).isEqualTo(200);
	}

	private static String id(String email) {
		return RelyingApp.json(AdminCaller.cli(NODE).get("/accounts?email=" + email)).at("/accounts/0/id").asString();
	}

	private static Page call(AdminCaller caller, String call) {
		String[] parts = call.split(" ");
		return caller.send(parts[0], parts[1], parts[0].equals("DELETE") ? "" : "{}", "If-Match", "*");
	}

}
