package dev.vestibule.flow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.AdminApi.Endpoint;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is tried at every endpoint of the admin API that there is.
 */
class AdminAttacksTests extends FlowTests {

	private static final AdminApi API = new AdminApi(NODE);

	private static final String MARK = "attacked-" + UUID.randomUUID().toString().substring(0, 8);

	private static final String SCRIPT = "<script>alert(1)</script>";

	/** Something that is there, by the path in which its id stands. */
	private static final Map<String, String> EXISTING = new LinkedHashMap<>();

	@BeforeAll
	static void register() {
		String admin = API.token("admin");
		assertThat(API.call("POST", AdminApi.PATH + "/clients", admin,
				"{\"client_id\": \"%s\", \"client_name\": \"%s\", \"redirect_uris\": [\"https://app.example.com/callback\"]}"
					.formatted(MARK, SCRIPT))
			.status()).isEqualTo(201);
		EXISTING.put(AdminApi.PATH + "/clients/", MARK);
		Page server = API.call("POST", AdminApi.PATH + "/resource-servers", admin,
				"{\"uri\": \"https://%s.example\", \"name\": \"%s\"}".formatted(MARK, SCRIPT));
		EXISTING.put(AdminApi.PATH + "/resource-servers/", RelyingApp.field(server, "id"));
		assertThat(API
			.call("POST", AdminApi.PATH + "/providers", admin,
					"{\"id\": \"%s\", \"preset\": \"github\", \"client_id\": \"a\", \"client_secret\": \"b\"}"
						.formatted(MARK))
			.status()).isEqualTo(201);
		EXISTING.put(AdminApi.PATH + "/providers/", MARK);
		Page webhook = API.call("POST", AdminApi.PATH + "/webhooks", admin,
				"{\"url\": \"https://%1$s.example/\", \"kinds\": [\"%1$s\"], \"description\": \"%2$s\"}".formatted(MARK,
						SCRIPT));
		EXISTING.put(AdminApi.PATH + "/webhooks/", RelyingApp.field(webhook, "id"));
	}

	@AfterAll
	static void delete() {
		EXISTING.forEach((path, id) -> API.call("DELETE", path + id, API.token("admin"), ""));
	}

	static List<Endpoint> endpoints() {
		return API.endpoints();
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack30WhenTokenDoesNotPermitItThenRefused(Endpoint endpoint) {
		String path = existing(endpoint);
		assertThat(call(endpoint, path, "").status()).as("no token").isEqualTo(401);
		assertThat(call(endpoint, path, "x").status()).as("no token of ours").isEqualTo(401);
		String service = RelyingApp.field(new RelyingApp(NODE.url(), "service", "service-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", "notes.read")), "access_token");
		assertThat(call(endpoint, path, service).status()).as("another API's").isEqualTo(401);
		if (!endpoint.reads()) {
			Page refused = call(endpoint, path, API.token("admin.read"));
			assertThat(refused.status()).as("may only read").isEqualTo(403);
			assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope");
		}
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack30WhenPathIsTrickedThenRefused(Endpoint endpoint) {
		String path = existing(endpoint);
		String own = path.substring("/admin".length());
		for (String tricked : List.of("/login/..;/admin" + own, "/css/..;/admin" + own, "//admin" + own,
				"/admin/" + own, "/admin;x=y" + own, "/%61dmin" + own, "/admin%2f" + own.substring(1), path + "/",
				path + ";x", path + ".json", path + "%20", path.replace("/api", "/./api"), path.replace("api", "API"),
				path.replace("/api/", "/api//"), path.replace("/api/", "/api/%2e%2e/api/"),
				path.replace("/api/", "/api%5c"))) {
			for (String method : List.of(endpoint.method(), "HEAD", "OPTIONS", "PUT")) {
				Page refused = API.call(method, tricked, "", "{}");
				assertThat(refused.status()).as(method + " " + tricked).isIn(400, 401, 403, 404, 405);
				assertThat(refused.body()).doesNotContain(MARK);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack31WhenCalledFromAnotherSiteWithACookieThenRefused(Endpoint endpoint) {
		String email = someone();
		Browser browser = signedIn(email);
		NODE.jdbc().sql("UPDATE account SET role = 'administrator' WHERE email = ?").param(email).update();
		String cookies = browser.cookies().stream().map(Object::toString).reduce((a, b) -> a + "; " + b).orElseThrow();
		String path = existing(endpoint);
		for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json")) {
			Page refused = new AdminApi(NODE).call(endpoint.method(), path, "", "{}", "Cookie", cookies, "Origin",
					"https://evil.example", "X-Content-Type", type);
			assertThat(refused.status()).isIn(401, 403);
			assertThat(refused.response().headers().map()).doesNotContainKey("access-control-allow-origin");
		}
		Page preflight = API.call("OPTIONS", path, "", "", "Origin", "https://evil.example",
				"Access-Control-Request-Method", endpoint.method(), "Access-Control-Request-Headers", "authorization");
		assertThat(preflight.response().headers().map()).doesNotContainKey("access-control-allow-origin");
		NODE.jdbc().sql("UPDATE account SET role = NULL WHERE email = ?").param(email).update();
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack26WhenFieldIsUnknownThenNamedAndRefused(Endpoint endpoint) {
		if (!endpoint.takesBody()) {
			return;
		}
		Page refused = API.call(endpoint.method(), existing(endpoint), API.token("admin"), "{\"unheard_of\": true}",
				"If-Match", "*", "Idempotency-Key", MARK);
		if (exists(endpoint)) {
			assertThat(refused.status()).isEqualTo(400);
			assertThat(RelyingApp.json(refused).get("errors").size()).isPositive();
		}
		else {
			assertThat(refused.status()).isIn(400, 404);
		}
		for (String body : List.of("", "[]", "null", "{\"a\":1,\"a\":2}", "{".repeat(5_000))) {
			Page malformed = API.call(endpoint.method(), existing(endpoint), API.token("admin"), body, "If-Match",
					"\"none\"", "Idempotency-Key", MARK);
			// A secret may be replaced without saying anything.
			assertThat(malformed.status()).as(body)
				.isIn(body.isEmpty() ? List.of(201, 400, 404) : List.of(400, 404, 412));
		}
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack38WhenScriptIsInAnythingThenNeverMarkup(Endpoint endpoint) {
		String script = URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8);
		String path = endpoint.at(script.replace("%2F", "x")) + "?q=" + script + "&" + script + "=1";
		List<Page> pages = new ArrayList<>(List.of(API.call("GET", existing(endpoint), API.token("admin.read"), ""),
				API.call("GET", path, "", "", "Accept", "text/html")));
		// What needs nothing to be told would only be done.
		if (endpoint.reads() || endpoint.takesBody() || endpoint.path().contains("{")) {
			pages.add(API.call(endpoint.method(), path, API.token("admin"), "{\"" + SCRIPT + "\": \"" + SCRIPT + "\"}",
					"If-Match", "*", "Idempotency-Key", MARK));
		}
		for (Page page : pages) {
			assertThat(page.status()).isLessThan(500);
			assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
			assertThat(page.header("Cache-Control")).contains("no-store");
			if (!page.header("Content-Type").contains("json")) {
				assertThat(page.body()).doesNotContain(SCRIPT);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("endpoints")
	void attack42WhenIdIsOfNothingOrOfAnotherKindThenNever500(Endpoint endpoint) {
		for (String id : List.of("0", "-1", UUID.randomUUID().toString(), "a".repeat(3_000), "%C3%A9", "%F0%9F%98%80",
				"%22", "'--", "null", "web", "%EF%BF%BE")) {
			if (endpoint.path().contains("{") && !(id.equals("web") && !endpoint.reads())) {
				Page page = API.call(endpoint.method(), endpoint.at(id), API.token("admin"), "{}", "If-Match",
						"\"none\"");
				assertThat(page.status()).as(id).isIn(200, 400, 404, 409, 412);
			}
		}
	}

	@Test
	void attack42WhenTokenIsForAnotherPurposeThenRefusedEverywhere() {
		Page tokens = tokens(this.web, "openid notes.read");
		for (Endpoint endpoint : endpoints()) {
			for (String kind : List.of("id_token", "access_token", "refresh_token")) {
				assertThat(call(endpoint, existing(endpoint), RelyingApp.field(tokens, kind)).status())
					.as(kind + " at " + endpoint)
					.isEqualTo(401);
			}
		}
	}

	private static Page call(Endpoint endpoint, String path, String token) {
		return API.call(endpoint.method(), path, token, "{}", "If-Match", "*", "Idempotency-Key", MARK);
	}

	private static boolean exists(Endpoint endpoint) {
		return !endpoint.path().contains("{") || EXISTING.keySet().stream().anyMatch(endpoint.path()::startsWith);
	}

	private static String existing(Endpoint endpoint) {
		return EXISTING.entrySet()
			.stream()
			.filter((each) -> endpoint.path().startsWith(each.getKey()))
			.findFirst()
			.map((each) -> endpoint.at(each.getValue()))
			.orElse(endpoint.at("x"));
	}

}
