package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console as administrators use it, and as everybody else does not.
 */
class ConsoleTests extends ConsoleFlowTests {

	private static final String CLIENTS = "/admin/clients";

	private static final String SCRIPT = "<script>alert(1)</script>";

	private static final Pattern SECRET = Pattern.compile("id=\"client_secret\"[^>]* value=\"([^\"]+)\"");

	private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([^\"]+)\"");

	private static final Pattern LINK = Pattern.compile("href=\"(/admin[^\"?]*)");

	private static final Pattern FORM = Pattern.compile("method=\"post\" action=\"([^\"]+)\"");

	/** A link or a form that leads to a change. */
	private static final Pattern OFFER = Pattern
		.compile("(?:href|action)=\"(/admin/[^\"?]*/(?:new|edit|delete|disable|enable|secret)[^\"?]*)\"");

	/** What operators may do, as docs/admin-api.md says. */
	private static final List<String> OPERATORS = List.of(
			"/admin/accounts/[^/]+/(disable|enable|sign-out|require-proof)", "/admin/accounts/invitations/new",
			"/admin/accounts/invitations/[^/]+/delete", "/admin/sessions/[^/]+/delete",
			"/admin/mail/messages/[^/]+/(resend|abandon)", "/admin/webhooks/[^/]+/(test|deliveries/[^/]+/redeliver)");

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final String id = "c-" + UUID.randomUUID().toString().substring(0, 13);

	@AfterEach
	void removeClients() {
		NODE.jdbc().sql("DELETE FROM client WHERE client_id LIKE ?").param(this.id + "%").update();
	}

	@Test
	void consoleWhenNobodyIsSignedInThenTheyAreAskedToAndComeBack() {
		String email = someone();
		signedIn(email);
		appoint(email, "administrator");
		Browser browser = browser();
		for (String page : pages()) {
			assertThat(browser.get(page).location()).as(page).endsWith("/login");
		}
		browser.get(CLIENTS + "?q=web");
		assertThat(this.people.signIn(browser, email).location()).endsWith(CLIENTS + "?q=web");
		assertThat(browser.get(CLIENTS + "?q=web").body()).contains("Web shop", email);
	}

	@Test
	void attack30WhenWithoutARoleThenEveryPageAndFormIsRefused() {
		Browser browser = signedIn(someone());
		String csrf = browser.csrf("/");
		for (String page : pages()) {
			Page shown = browser.get(page);
			assertThat(shown.status()).as(page).isEqualTo(403);
			assertThat(shown.body()).contains("Only administrators").doesNotContain("Web shop");
			Page sent = browser.post(page, Map.of("_csrf", csrf));
			assertThat(sent.status()).as("POST " + page).isIn(403, 405);
		}
		assertThat(browser.get("/").body()).doesNotContain("href=\"/admin\"");
	}

	@Test
	void attack30WhenViewerThenSeesEveryPageAndChangesNothing() {
		Browser browser = appointed("viewer");
		String csrf = browser.csrf("/admin");
		Set<String> forms = forms();
		assertThat(forms).contains(CLIENTS + "/web/enable", CLIENTS + "/web/delete", CLIENTS + "/new/web");
		Set<String> offered = new TreeSet<>();
		for (String page : pages()) {
			Page shown = browser.get(page);
			if (forms.contains(page) || page.endsWith("/new")) {
				assertThat(shown.status()).as(page).isIn(200, 403, 404, 405);
			}
			else {
				assertThat(shown.status()).as(page).isIn(200, 404);
			}
			LINK.matcher(shown.body()).results().map((link) -> link.group(1)).forEach(offered::add);
			assertThat(FORM.matcher(shown.body()).results().map((form) -> form.group(1))).as(page)
				.allMatch("/logout"::equals);
		}
		offered.forEach((link) -> assertThat(browser.get(link).status()).as(link).isNotEqualTo(403));
		for (String form : forms) {
			Page sent = browser.post(form, Map.of("_csrf", csrf));
			assertThat(sent.status()).as("POST " + form).isEqualTo(403);
			assertThat(sent.body()).containsAnyOf("Only administrators may", "Only operators and administrators may");
		}
		assertThat(browser.get("/").body()).contains("href=\"/admin\"");
		assertThat(offers(browser, "/admin", CLIENTS, CLIENTS + "/web")).isEmpty();
	}

	@Test
	void attack30WhenOperatorThenChangesWhatTheApiPermitsAndNothingElse() {
		Browser browser = appointed("operator");
		String csrf = browser.csrf("/admin");
		for (String form : forms()) {
			Page sent = browser.post(form, Map.of("_csrf", csrf));
			if (OPERATORS.stream().anyMatch(form::matches)) {
				assertThat(sent.status()).as("POST " + form).isIn(303, 400, 404);
			}
			else {
				assertThat(sent.status()).as("POST " + form).isEqualTo(403);
			}
		}
		assertThat(offers(browser, "/admin", CLIENTS, CLIENTS + "/web")).isEmpty();
	}

	@Test
	void administratorWhenThingIsNotThereThenItsPagesSayThat() {
		Browser browser = administrator();
		String csrf = browser.csrf("/admin");
		for (String form : forms()) {
			if (form.contains("/x/") || form.endsWith("/x")) {
				assertThat(browser.get(form).status()).as(form).isIn(404, 405);
				assertThat(browser.post(form, Map.of("_csrf", csrf)).status()).as("POST " + form).isIn(400, 404);
			}
		}
		assertThat(offers(browser, CLIENTS)).contains(CLIENTS + "/new");
		assertThat(browser.get("/admin/unheard-of").status()).isEqualTo(404);
	}

	@Test
	void attack30WhenTheRoleIsTakenAwayThenTheNextRequestIsRefused() {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(email, "administrator");
		assertThat(browser.get("/").body()).contains("href=\"/admin\"");
		assertThat(browser.get(CLIENTS).status()).isEqualTo(200);
		role(email, null);
		assertThat(browser.get(CLIENTS).status()).isEqualTo(403);
	}

	@Test
	void attack30WhenPathIsTrickedThenNothingIsShown() {
		Browser browser = browser();
		for (String path : List.of("/admin;x/clients", "/css/..;/admin/clients", "/admin//clients", "/%61dmin/clients",
				"/admin/clients/", "/admin/clients;x", "/admin%2fclients", "/ADMIN/clients", "/admin/clients/web/",
				"/admin/./clients", "/admin/api/../clients")) {
			Page page = browser.get(path);
			assertThat(page.status()).as(path).isNotEqualTo(200);
			assertThat(page.body()).as(path).doesNotContain("Web shop");
		}
	}

	@Test
	void homeThenItSaysHowThingsStand() {
		Page home = administrator().get("/admin");
		assertThat(home.status()).isEqualTo(200);
		assertThat(home.body()).contains(NODE.issuer() + "/.well-known/openid-configuration", "ES256", "RS256",
				"signs since", "Every way out is open.", "What happened", "<svg",
				"/admin/audit?kind=sign-in&amp;from=");
		assertThat(home.header("Cache-Control")).isEqualTo("no-store");
		assertThat(home.header("Content-Security-Policy")).contains("frame-ancestors 'none'", "form-action 'self'")
			.doesNotContain("script-src", "unsafe");
	}

	@Test
	void homeWhenPeriodIsChosenThenThatOne() {
		NODE.jdbc()
			.sql("""
					INSERT INTO statistic VALUES (date_trunc('day', now() - interval '20 days', 'UTC'), 'sign-in', 'success', 4321)
					ON CONFLICT DO NOTHING
					""")
			.update();
		Browser browser = administrator();
		assertThat(browser.get("/admin?last=30d").body()).contains("4,321", "By the day");
		for (String other : List.of("/admin", "/admin?last=48h", "/admin?last=%3Cscript%3E")) {
			assertThat(browser.get(other).body()).doesNotContain("4,321", "<script").contains("By the hour");
		}
	}

	@Test
	void listWhenSearchedThenInPages() {
		Browser browser = administrator();
		for (int i = 0; i < 3; i++) {
			assertThat(register(browser, "service", this.id + "-" + i, "client_name", "Job " + i).status())
				.isEqualTo(200);
		}
		Page first = browser.get(CLIENTS + "?limit=2&q=" + this.id);
		assertThat(first.body()).contains("Job 0", "Job 1").doesNotContain("Job 2", "Web shop");
		Matcher next = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"").matcher(first.body());
		assertThat(next.find()).isTrue();
		Page second = browser.get(HtmlUtils.htmlUnescape(next.group(1)));
		assertThat(second.body()).contains("Job 2").doesNotContain("Job 1", "rel=\"next\"");
		assertThat(browser.get(CLIENTS + "?q=%00").status()).isEqualTo(400);
		assertThat(browser.get(CLIENTS + "?unheard=of").status()).isEqualTo(400);
		assertThat(browser.get(CLIENTS + "?cursor=nonsense").status()).isEqualTo(400);
		assertThat(browser.get(CLIENTS + "?q=" + "x".repeat(201)).body()).contains("aria-invalid=\"true\"");
	}

	@Test
	void registerThenSecretIsShownOnceAndGoneOnReload() {
		Browser browser = administrator();
		String path = CLIENTS + "/new/service";
		String form = form(browser, path, "client_id", this.id, "client_name", "Job", "scope", "notes.read");
		Page created = browser.post(path, form);
		assertThat(created.status()).isEqualTo(200);
		String secret = secret(created);
		assertThat(created.body()).contains(NODE.issuer() + "/oauth2/token", "grant_type=client_credentials");
		assertThat(token(NODE, secret).status()).isEqualTo(200);
		withinASecond(() -> assertThat(token(SIBLING.node(), secret).status()).isEqualTo(200));
		Page reloaded = browser.follow(browser.post(path, form));
		assertThat(reloaded.response().uri().toString()).contains(CLIENTS + "/" + this.id);
		assertThat(reloaded.body()).contains("registered already").doesNotContain(secret);
		assertThat(browser.get(CLIENTS + "/" + this.id).body()).doesNotContain(secret);
		assertThat(count()).isEqualTo(1);
		assertThat(NODE.jdbc()
			.sql("SELECT detail ->> 'by' FROM audit_event WHERE client_id = ? AND kind = 'client.created'")
			.param(this.id)
			.query(String.class)
			.single()).startsWith("account:");
	}

	@ParameterizedTest
	@CsvSource({ "web,https://shop.example/callback", "spa,https://shop.example/callback",
			"native,com.example.shop:/callback" })
	void registerThenPeopleCanSignInWithIt(String kind, String redirectUri) {
		Browser browser = administrator();
		Page created = register(browser, kind, this.id, "client_name", "Shop", "redirect_uris", redirectUri, "scope",
				"openid", "scope", "email");
		assertThat(created.status()).isEqualTo(200);
		assertThat(created.body()).contains(NODE.issuer(), this.id, redirectUri);
		assertThat(SECRET.matcher(created.body()).find()).isEqualTo(kind.equals("web"));
		Page asked = browser()
			.get("/oauth2/authorize?response_type=code&scope=openid&code_challenge_method=S256&client_id=" + this.id
					+ "&redirect_uri=" + Browser.encode(redirectUri) + "&code_challenge=" + RelyingApp.challenge());
		assertThat(asked.location()).endsWith("/login");
	}

	static Stream<List<String>> mistakes() {
		return Stream.of(List.of("redirect_uris", "http://shop.example/callback"),
				List.of("redirect_uris", "https://*.example/"), List.of("redirect_uris", "https://shop.example/#a"),
				List.of("redirect_uris", "JaVaScRiPt:alert(1)"), List.of("redirect_uris", "data:text/html,x"),
				List.of("redirect_uris", "com.example.shop:/callback"),
				List.of("redirect_uris", "https://a@b.example/"), List.of("redirect_uris", "https://shop.example/../x"),
				List.of("redirect_uris", "https://shop.example:0/"),
				List.of("redirect_uris", "https://shop.example/a b"),
				List.of("redirect_uris", "https://shop.example/%"),
				List.of("redirect_uris", "https://shop.example/" + "x".repeat(2048)),
				List.of("post_logout_redirect_uris", "http://shop.example/"), List.of("client_name", ""),
				List.of("client_name", "x".repeat(101)), List.of("client_name", "a\u202Eb"),
				List.of("scope", "unheard.of"), List.of("client_id", "-"), List.of("client_id", "new"),
				List.of("client_id", "web"), List.of("client_id", "00000000-0000-0000-0000-000000000000"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void attack25WhenRegisteredWithAMistakeThenTheApisWordsAreNextToTheFieldAndNothingIsLost(List<String> mistake) {
		Browser browser = administrator();
		String name = mistake.get(0);
		String value = mistake.get(1);
		Map<String, String> typed = new LinkedHashMap<>(
				Map.of("client_id", this.id, "client_name", "Shop", "redirect_uris", "https://shop.example/callback",
						"post_logout_redirect_uris", "https://shop.example/"));
		typed.put(name, value);
		String[] fields = typed.entrySet()
			.stream()
			.flatMap((field) -> Stream.of(field.getKey(), field.getValue()))
			.toArray(String[]::new);
		String form = form(browser, CLIENTS + "/new/web", fields);
		Page refused = browser.post(CLIENTS + "/new/web", form);
		assertThat(refused.status()).isIn(400, 409);
		String shown = HtmlUtils.htmlUnescape(refused.body());
		String body = HtmlUtils
			.htmlUnescape(refused.body().replaceAll("(?s).*id=\"" + name + "-error\"(.*?)</p>.*", "$1"));
		for (JsonNode error : RelyingApp.json(byApi(typed)).get("errors")) {
			assertThat(body).contains(error.get("detail").asString().replace("\"unheard.of\"", "“unheard.of”"));
		}
		assertThat(shown).contains("Nothing was saved").contains(typed.values());
		assertThat(refused.body()).contains("<title>Error:");
		assertThat(count()).isZero();
		String korean = HtmlUtils.htmlUnescape(browser.post(CLIENTS + "/new/web", form, "Accept-Language", "ko")
			.body()
			.replaceAll("(?s).*id=\"" + name + "-error\"(.*?)</p>.*", "$1"));
		assertThat(korean).containsPattern("\\p{IsHangul}").doesNotContainPattern("must|has a|is ");
	}

	@Test
	void attack26WhenFormHasAnotherFieldThenRefused() {
		Browser browser = administrator();
		for (String[] more : new String[][] { { "token_endpoint_auth_method", "none" },
				{ "managed_by", "configuration" }, { "client_name", "again" } }) {
			Page refused = browser.post(CLIENTS + "/new/service",
					form(browser, CLIENTS + "/new/service",
							Stream.concat(Stream.of("client_id", this.id, "client_name", "Job"), Stream.of(more))
								.toArray(String[]::new)));
			assertThat(refused.status()).as(more[0]).isEqualTo(400);
			assertThat(count()).isZero();
		}
		assertThat(browser.get(CLIENTS + "/new/unheard-of").status()).isEqualTo(404);
		assertThat(browser.get(CLIENTS + "/unheard-of").status()).isEqualTo(404);
	}

	@Test
	void attack38WhenNameIsAScriptThenEscapedEverywhere() {
		Browser browser = administrator();
		assertThat(register(browser, "web", this.id, "client_name", SCRIPT, "redirect_uris",
				"https://shop.example/callback?a='b'", "scope", "openid")
			.body()).doesNotContain(SCRIPT);
		for (String page : List.of("", "/edit", "/disable", "/secret", "/delete")) {
			Page shown = browser.get(CLIENTS + "/" + this.id + page);
			assertThat(shown.status()).as(page).isEqualTo(200);
			assertThat(shown.body()).contains("&lt;script&gt;").doesNotContain(SCRIPT);
		}
		assertThat(browser.get(CLIENTS + "?q=" + Browser.encode(SCRIPT)).body()).doesNotContain(SCRIPT);
	}

	@Test
	void editThenOnlyWhatWasTypedChanges() {
		Browser browser = administrator();
		register(browser, "web", this.id, "client_name", "Shop", "redirect_uris", "https://shop.example/callback",
				"scope", "openid", "scope", "email", "require_consent", "true");
		String path = CLIENTS + "/" + this.id + "/edit";
		Page saved = browser.follow(browser.post(path,
				form(browser, path, "client_name", "Bookshop", "client_uri", "https://shop.example/", "redirect_uris",
						"https://shop.example/callback\r\n\r\n https://shop.example/other ", "scope", "openid")));
		assertThat(saved.body()).contains("Saved.", "Bookshop", "https://shop.example/other");
		JsonNode client = RelyingApp
			.json(API.call("GET", AdminApi.PATH + "/clients/" + this.id, API.token("admin"), ""));
		assertThat(client.get("scope").asString()).isEqualTo("openid");
		assertThat(client.get("require_consent").asBoolean()).isFalse();
		assertThat(client.get("redirect_uris").size()).isEqualTo(2);
		Page refused = browser.post(path,
				form(browser, path, "client_name", "Lost?", "redirect_uris", "http://shop.example/"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("Lost?", "redirect_uris-error");
	}

	@Test
	void editWhenLookIsGivenThenItsPeopleSeeIt() {
		Browser browser = administrator();
		register(browser, "web", this.id, "client_name", "Shop", "redirect_uris", "https://shop.example/callback",
				"scope", "openid", "require_consent", "true");
		String path = CLIENTS + "/" + this.id + "/edit";
		String[] typed = { "client_name", "Shop", "redirect_uris", "https://shop.example/callback", "scope", "openid",
				"require_consent", "true", "tos_uri", "https://shop.example/terms", "brand_color", "#1A5FB4" };
		assertThat(browser.follow(browser.post(path, form(browser, path, typed))).body()).contains("Saved.");
		assertThat(browser.get(CLIENTS + "/" + this.id).body()).contains("fill=\"#1a5fb4\"",
				"https://shop.example/terms");
		typed[typed.length - 1] = "#ffee00";
		Page refused = browser.post(path, form(browser, path, typed));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("Colour is too pale: its contrast with white is “1.2”",
				"<details class=\"look\" open=\"open\">");
	}

	@Test
	void logoWhenBroughtThenShownAndRemoved() {
		Browser browser = administrator();
		register(browser, "web", this.id, "client_name", "Shop", "redirect_uris", "https://shop.example/callback",
				"scope", "openid", "require_consent", "true");
		String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8\"/></svg>";
		String shown = "src=\"data:image/svg+xml;base64,"
				+ Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)) + "\"";
		assertThat(HtmlUtils.htmlUnescape(browser.follow(logo(browser, svg)).body())).contains("Saved.", shown);
		for (String bad : List.of("<svg onload='alert(1)'></svg>", "no picture", "", svg + " ".repeat(8_000))) {
			Page refused = logo(browser, bad);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.body()).contains("logo_uri-error");
		}
		String path = CLIENTS + "/" + this.id + "/logo";
		Page late = browser.upload(path, Map.of("_csrf", browser.csrf(path), "version", "\"x\""), "logo_uri",
				svg.getBytes(StandardCharsets.UTF_8));
		assertThat(late.status()).isEqualTo(412);
		assertThat(late.body()).contains("Somebody else has changed this client");
		assertThat(browser.upload(path, Map.of("version", "*"), "logo_uri", new byte[0]).status()).as("forged")
			.isEqualTo(403);
		assertThat(HtmlUtils.htmlUnescape(browser.follow(browser.post(path, hidden(browser.get(path)))).body()))
			.contains("Saved.")
			.doesNotContain(shown);
	}

	private Page logo(Browser browser, String file) {
		String path = CLIENTS + "/" + this.id + "/logo";
		Matcher version = VERSION.matcher(browser.get(path).body());
		assertThat(version.find()).isTrue();
		Map<String, String> fields = Map.of("_csrf", browser.csrf(path), "version",
				HtmlUtils.htmlUnescape(version.group(1)));
		return browser.upload(path, fields, "logo_uri", file.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void editWhenAnotherHasChangedItThenBothAreShownAndNothingIsLost() {
		Browser browser = administrator();
		register(browser, "web", this.id, "client_name", "Shop", "redirect_uris", "https://shop.example/callback",
				"scope", "openid");
		String path = CLIENTS + "/" + this.id + "/edit";
		String mine = form(browser, path, "client_name", "My shop", "redirect_uris", "https://shop.example/callback",
				"scope", "openid");
		assertThat(API
			.call("PATCH", AdminApi.PATH + "/clients/" + this.id, API.token("admin"),
					"{\"client_name\": \"Their shop\", \"client_uri\": \"https://theirs.example/\"}", "If-Match", "*")
			.status()).isEqualTo(200);
		Page conflict = browser.post(path, mine);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Somebody else has changed", "Their shop", "value=\"My shop\"",
				"value=\"https://theirs.example/\"");
		assertThat(name()).isEqualTo("Their shop");
		String again = hidden(conflict) + "&" + fields("client_name", "My shop", "client_uri",
				"https://theirs.example/", "redirect_uris", "https://shop.example/callback", "scope", "openid");
		assertThat(browser.follow(browser.post(path, again)).body()).contains("Saved.", "My shop",
				"https://theirs.example/");
	}

	@Test
	void secretWhenReplacedThenBothWorkForAWhileAndItIsNotReplacedTwice() {
		Browser browser = administrator();
		String first = secret(register(browser, "service", this.id, "client_name", "Job", "scope", "notes.read"));
		String path = CLIENTS + "/" + this.id + "/secret";
		String form = form(browser, path, "previous_secret_expires_in", "86400");
		String second = secret(browser.post(path, form));
		assertThat(second).isNotEqualTo(first);
		Page again = browser.post(path, form);
		assertThat(SECRET.matcher(again.body()).find()).isFalse();
		assertThat(again.body()).contains("The secrets have changed");
		withinASecond(() -> {
			assertThat(token(SIBLING.node(), first).status()).isEqualTo(200);
			assertThat(token(SIBLING.node(), second).status()).isEqualTo(200);
		});
		String third = secret(browser.post(path, form(browser, path, "previous_secret_expires_in", "0")));
		withinASecond(() -> {
			assertThat(token(SIBLING.node(), first).status()).isEqualTo(401);
			assertThat(token(SIBLING.node(), second).status()).isEqualTo(401);
			assertThat(token(SIBLING.node(), third).status()).isEqualTo(200);
		});
		assertThat(browser.post(path, form(browser, path, "previous_secret_expires_in", "-1")).status()).isEqualTo(400);
		assertThat(browser.post(path, form(browser, path)).status()).isEqualTo(400);
		assertThat(browser.get(CLIENTS + "/web/secret").body()).contains("managed by configuration");
	}

	@Test
	void secretWhenReplacedByManyAtOnceThenOnce() {
		Browser browser = administrator();
		register(browser, "service", this.id, "client_name", "Job", "scope", "notes.read");
		String path = CLIENTS + "/" + this.id + "/secret";
		String form = form(browser, path, "previous_secret_expires_in", "86400");
		assertThat(inParallel(20, () -> browser.post(path, form)))
			.filteredOn((page) -> SECRET.matcher(page.body()).find())
			.hasSize(1);
	}

	@Test
	void disableAndDeleteThenInForceOnEveryNodeWithinASecond() {
		Browser browser = administrator();
		String secret = secret(register(browser, "service", this.id, "client_name", "Job", "scope", "notes.read"));
		String path = CLIENTS + "/" + this.id;
		assertThat(browser.follow(browser.post(path + "/disable", form(browser, path + "/disable"))).body())
			.contains("The client is disabled");
		withinASecond(() -> assertThat(token(SIBLING.node(), secret).status()).isEqualTo(401));
		assertThat(browser.follow(browser.post(path + "/enable", form(browser, path))).body())
			.contains("The client is enabled");
		withinASecond(() -> assertThat(token(SIBLING.node(), secret).status()).isEqualTo(200));
		String delete = form(browser, path + "/delete");
		API.call("PATCH", AdminApi.PATH + "/clients/" + this.id, API.token("admin"), "{\"client_name\": \"Other\"}",
				"If-Match", "*");
		Page changed = browser.post(path + "/delete", delete);
		assertThat(changed.status()).isEqualTo(412);
		assertThat(count()).isEqualTo(1);
		assertThat(browser.follow(browser.post(path + "/delete", form(browser, path + "/delete"))).body())
			.contains("The client is deleted");
		withinASecond(() -> assertThat(token(SIBLING.node(), secret).status()).isEqualTo(401));
		assertThat(browser.get(path).status()).isEqualTo(404);
	}

	@Test
	void deleteWhenItWouldBreakSomethingThenItSaysWhat() {
		Browser browser = administrator();
		Page configured = browser.get(CLIENTS + "/ledger-api/delete");
		assertThat(configured.body()).contains("managed by configuration", Node.LEDGER)
			.doesNotContain("Delete for good");
		String csrf = browser.csrf(CLIENTS + "/web");
		Page refused = browser.post(CLIENTS + "/web/delete", Map.of("_csrf", csrf, "version", "*"));
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body()).contains("is deleted there");
	}

	@Test
	void dangersWhenSignedInLongAgoThenAskedOnceMore() {
		try (Node strict = NODE.startSibling(DATABASE, MAIL, with("vestibule.admin.recent-sign-in=1ms"))) {
			String email = someone();
			Browser browser = new Browser(strict.url());
			this.people.signUp(browser, email);
			appoint(email, "administrator");
			assertThat(browser.get(CLIENTS + "/web").status()).isEqualTo(200);
			for (String danger : List.of("/disable", "/secret", "/delete")) {
				assertThat(browser.get(CLIENTS + "/web" + danger).location()).as(danger).endsWith("/login?again");
				Page sent = browser.post(CLIENTS + "/web" + danger, Map.of("_csrf", browser.csrf(CLIENTS)));
				assertThat(sent.location()).as(danger).endsWith("/login?again");
			}
			assertThat(browser.get("/admin/settings").status()).isEqualTo(200);
			assertThat(browser.get("/admin/settings/edit").location()).endsWith("/login?again");
			assertThat(token(NODE, "web", "web-secret", "openid").body()).doesNotContain("invalid_client");
		}
	}

	private static String[] with(String setting) {
		return Stream.concat(Stream.of(UPSTREAM.settings()), Stream.of(setting)).toArray(String[]::new);
	}

	/**
	 * Every page of the console that there is, of a client that there is, and otherwise
	 * of things that there are not.
	 */
	private static TreeSet<String> pages() {
		TreeSet<String> pages = paths(RequestMethod.GET);
		assertThat(pages).contains("/admin", CLIENTS, CLIENTS + "/web/delete");
		return pages;
	}

	/**
	 * Every address of the console that takes a form.
	 */
	private static TreeSet<String> forms() {
		return paths(RequestMethod.POST);
	}

	private static TreeSet<String> paths(RequestMethod method) {
		return NODE.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.stream()
			.filter((mapping) -> mapping.getMethodsCondition().getMethods().contains(method))
			.flatMap((mapping) -> mapping.getPatternValues().stream())
			.filter((path) -> path.startsWith("/admin") && !path.startsWith("/admin/api"))
			.map((path) -> path.replaceAll("\\{(clientId|kind)}", "web").replaceAll("\\{[^}]+}", "x"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The forms to send and the ways to them that pages offer.
	 */
	private static Set<String> offers(Browser browser, String... pages) {
		Set<String> offered = new TreeSet<>();
		for (String page : pages) {
			Page shown = browser.get(page);
			assertThat(shown.status()).as(page).isEqualTo(200);
			OFFER.matcher(shown.body()).results().map((offer) -> offer.group(1)).forEach(offered::add);
		}
		return offered;
	}

	private static Page register(Browser browser, String kind, String id, String... fields) {
		String path = CLIENTS + "/new/" + kind;
		return browser.post(path, form(browser, path,
				Stream.concat(Stream.of("client_id", id), Stream.of(fields)).toArray(String[]::new)));
	}

	private static String secret(Page page) {
		Matcher secret = SECRET.matcher(page.body());
		assertThat(secret.find()).as("a secret").isTrue();
		return secret.group(1);
	}

	private Page token(Node node, String secret) {
		return token(node, this.id, secret, "notes.read");
	}

	private static Page token(Node node, String id, String secret, String scope) {
		return new RelyingApp(node.url(), id, secret).token(Map.of("grant_type", "client_credentials", "scope", scope));
	}

	// What the API says to the same.
	private static Page byApi(Map<String, String> typed) {
		Map<String, Object> client = new LinkedHashMap<>(typed);
		for (String list : List.of("redirect_uris", "post_logout_redirect_uris")) {
			client.put(list, List.of(typed.get(list)));
		}
		Page refused = API.call("POST", AdminApi.PATH + "/clients", API.token("admin"),
				JsonMapper.shared().writeValueAsString(client));
		assertThat(refused.status()).isIn(400, 409);
		return refused;
	}

	private int count() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM client WHERE client_id = ?")
			.param(this.id)
			.query(Integer.class)
			.single();
	}

	private String name() {
		return NODE.jdbc()
			.sql("SELECT client_name FROM client WHERE client_id = ?")
			.param(this.id)
			.query(String.class)
			.single();
	}

}
