package dev.vestibule.flow;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resource servers by the console.
 */
class ConsoleServersTests extends ConsoleFlowTests {

	private static final String SERVERS = "/admin/resource-servers";

	private static final String SCRIPT = "<script>alert(1)</script>";

	private final String uri = "https://api.example/" + UUID.randomUUID();

	private final String scope = "s-" + UUID.randomUUID() + ".read";

	@AfterEach
	void leave() {
		NODE.jdbc().sql("DELETE FROM client WHERE ? = ANY (scopes)").param(this.scope).update();
		NODE.jdbc().sql("DELETE FROM resource_server WHERE uri LIKE 'https://api.example/%'").update();
	}

	@Test
	void registerThenItsScopeCanBeAskedForAndSettingsAreThere() {
		Browser browser = administrator();
		Page shown = browser.follow(register(browser, "name", "Orders", "access_token_lifetime", "120",
				"scopes[4].name", this.scope, "scopes[4].description", "Read orders", "scopes[4].ko", "주문 보기"));
		assertThat(shown.body()).contains("The API is registered", "Orders", this.uri, this.scope, "Read orders",
				"120 seconds", "issuer-uri: &quot;" + NODE.issuer(), "PyJWKClient", "createRemoteJWKSet", "at+jwt");
		JsonNode api = byApi();
		assertThat(api.at("/scopes/0/descriptions/ko").asString()).isEqualTo("주문 보기");
		assertThat(api.get("access_token_lifetime").asInt()).isEqualTo(120);
		assertThat(browser.get("/admin/clients/new/service").body()).contains(this.scope);
		assertThat(browser.get(SERVERS + "?q=" + Browser.encode(this.uri)).body()).contains("Orders", "1 scope");
		assertThat(browser.get(SERVERS + "?cursor=nonsense").status()).isEqualTo(400);
	}

	@Test
	void registerWhenSentAgainThenThereIsOne() {
		Browser browser = administrator();
		String form = form(browser, SERVERS + "/new", "uri", this.uri, "name", "Orders");
		String first = browser.post(SERVERS + "/new", form).location();
		assertThat(browser.post(SERVERS + "/new", form).location()).isEqualTo(first);
		Page taken = browser.post(SERVERS + "/new",
				form(browser, SERVERS + "/new", "uri", this.uri, "name", "Other orders"));
		assertThat(taken.status()).isEqualTo(409);
		assertThat(taken.body()).contains("URI is taken", "Other orders");
	}

	static Stream<Map<String, String>> mistakes() {
		return Stream.of(Map.of("uri", ""), Map.of("uri", "orders"), Map.of("uri", "https://api.example/#x"),
				Map.of("name", ""), Map.of("name", "a\u202Eb"), Map.of("name", "x".repeat(101)),
				Map.of("access_token_lifetime", "0"), Map.of("access_token_lifetime", "901"),
				Map.of("access_token_lifetime", "soon"), Map.of("client_id", "unheard-of"),
				Map.of("scopes[0].name", "openid"), Map.of("scopes[0].name", "a b"),
				Map.of("scopes[0].description", "no name"), Map.of("scopes[0].name", "x", "scopes[1].name", "x"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void attack25WhenRegisteredWithAMistakeThenItIsNamedInBothLanguagesAndNothingIsWritten(
			Map<String, String> mistake) {
		Browser browser = administrator();
		Map<String, String> typed = new TreeMap<>(Map.of("uri", this.uri, "name", "Orders"));
		typed.putAll(mistake);
		String form = form(browser, SERVERS + "/new",
				typed.entrySet().stream().flatMap((e) -> Stream.of(e.getKey(), e.getValue())).toArray(String[]::new));
		Page refused = browser.post(SERVERS + "/new", form);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(HtmlUtils.htmlUnescape(refused.body())).contains("Nothing was saved", "-error\"")
			.contains(mistake.values());
		String korean = browser.post(SERVERS + "/new", form, "Accept-Language", "ko").body();
		List<String> words = Pattern.compile("(?s)class=\"field-error\"[^>]*>(.*?)</p>")
			.matcher(korean)
			.results()
			.map((error) -> error.group(1).replaceAll("<[^>]+>", ""))
			.toList();
		assertThat(words).isNotEmpty()
			.allSatisfy(
					(text) -> assertThat(text).containsPattern("\\p{IsHangul}").doesNotContainPattern("must|has a"));
		assertThat(count()).isZero();
	}

	@Test
	void attack26WhenFormHasAnotherFieldThenRefused() {
		Browser browser = administrator();
		for (String field : List.of("id", "managed_by", "scopes[0].owner", "scopes[200].name", "scopes")) {
			assertThat(register(browser, "name", "Orders", field, "x").status()).as(field).isEqualTo(400);
		}
		assertThat(count()).isZero();
		assertThat(browser.get(SERVERS + "/unheard-of").status()).isEqualTo(404);
	}

	@Test
	void attack38WhenNameIsAScriptThenEscapedEverywhere() {
		Browser browser = administrator();
		String home = register(browser, "name", SCRIPT, "scopes[0].name", this.scope, "scopes[0].description", SCRIPT)
			.location()
			.replaceAll("\\?.*", "");
		for (String page : List.of("", "/edit", "/disable", "/delete")) {
			assertThat(browser.get(home + page).body()).as(page).contains("&lt;script&gt;").doesNotContain(SCRIPT);
		}
	}

	@Test
	void disableThenPageSaysWhatEndsAndItIsOffUntilEnabled() {
		Browser browser = administrator();
		String home = URI.create(register(browser, "name", "Orders", "scopes[0].name", this.scope).location())
			.getPath();
		assertThat(browser.get(home).body()).contains(home + "/disable").doesNotContain(home + "/enable");
		assertThat(browser.get(home + "/disable").body()).contains("Disable Orders?", "granted to nobody",
				"until they expire");
		assertThat(browser.follow(browser.post(home + "/disable", form(browser, home + "/disable"))).body())
			.contains("The API is disabled", ">Disabled<", home + "/enable");
		assertThat(byApi().get("enabled").asBoolean()).isFalse();
		assertThat(browser.get("/admin/clients/new/service").body())
			.containsPattern(Pattern.quote("<code>" + this.scope + "</code>") + "\\s*<span class=\"state\">Disabled");
		assertThat(browser.get(SERVERS + "?q=" + Browser.encode(this.uri)).body()).contains(">Disabled<");
		assertThat(browser.follow(browser.post(home + "/enable", form(browser, home))).body())
			.contains("The API is enabled", ">Enabled<");
		assertThat(byApi().get("enabled").asBoolean()).isTrue();
	}

	@Test
	void disableWhenTheServersOwnThenNotOffered() {
		Browser browser = administrator();
		String home = SERVERS + "/"
				+ NODE.jdbc()
					.sql("SELECT id FROM resource_server WHERE uri = ?")
					.param(NODE.issuer() + "/admin/api")
					.query(String.class)
					.single();
		assertThat(browser.get(home).body()).doesNotContain(home + "/disable");
		Page refused = browser.post(home + "/disable", form(browser, home + "/disable"), "Accept-Language", "ko");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body()).contains("사용을 중지할 수 없습니다");
	}

	@Test
	void editWhenAnotherHasChangedItThenBothAreShownAndNothingIsLost() {
		Browser browser = administrator();
		String home = register(browser, "name", "Orders", "scopes[0].name", this.scope).location()
			.replaceAll("\\?.*", "");
		String mine = form(browser, home + "/edit", "name", "My orders", "scopes[0].name", this.scope);
		assertThat(API.call("PATCH", "/admin/api/resource-servers/" + byApi().get("id").asString(), API.token("admin"),
				"{\"name\": \"Their orders\", \"scopes\": [{\"name\": \"" + this.scope
						+ "\", \"descriptions\": {\"de\": \"Lesen\"}}], \"access_token_lifetime\": 60}",
				"If-Match", "*")
			.status()).isEqualTo(200);
		Page conflict = browser.post(home + "/edit", mine);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Somebody else has changed", "Their orders", "value=\"My orders\"",
				"value=\"60\"");
		Page saved = browser.follow(browser.post(home + "/edit", hidden(conflict) + "&" + fields("name", "My orders",
				"access_token_lifetime", "60", "scopes[0].name", this.scope, "scopes[0].description", "Read")));
		assertThat(saved.body()).contains("Saved.", "My orders");
		assertThat(byApi().at("/scopes/0/descriptions/de").asString()).isEqualTo("Lesen");
		assertThat(byApi().at("/scopes/0/description").asString()).isEqualTo("Read");
	}

	@Test
	void scopeWhenAClientMayAskForItThenItStaysAndThePageSaysForWhom() {
		Browser browser = administrator();
		String home = register(browser, "name", "Orders", "scopes[0].name", this.scope).location()
			.replaceAll("\\?.*", "");
		String client = "c-" + UUID.randomUUID().toString().substring(0, 13);
		assertThat(API
			.call("POST", AdminApi.PATH + "/clients", API.token("admin"),
					JsonMapper.shared()
						.writeValueAsString(Map.of("client_id", client, "grant_types", List.of("client_credentials"),
								"scope", this.scope)))
			.status()).isEqualTo(201);
		Page removed = browser.post(home + "/edit", form(browser, home + "/edit", "name", "Orders"));
		assertThat(removed.status()).isEqualTo(409);
		assertThat(removed.body()).contains("Clients may ask for what would be gone: “" + client + "”");
		assertThat(browser.get(home + "/delete").body()).contains(client).doesNotContain("Delete for good");
		assertThat(browser.post(home + "/delete", form(browser, home + "/delete")).status()).isEqualTo(409);
		assertThat(count()).isEqualTo(1);
		NODE.jdbc().sql("DELETE FROM client WHERE client_id = ?").param(client).update();
		String delete = form(browser, home + "/delete");
		API.call("PATCH", "/admin/api/resource-servers/" + byApi().get("id").asString(), API.token("admin"),
				"{\"name\": \"Other\"}", "If-Match", "*");
		assertThat(browser.post(home + "/delete", delete).status()).isEqualTo(412);
		assertThat(browser.follow(browser.post(home + "/delete", form(browser, home + "/delete"))).body())
			.contains("The API is deleted");
		assertThat(count()).isZero();
	}

	@Test
	void deleteWhenOfConfigurationThenItSaysSo() {
		Browser browser = administrator();
		String id = NODE.jdbc()
			.sql("SELECT id FROM resource_server WHERE uri = ?")
			.param(Node.LEDGER)
			.query(String.class)
			.single();
		String home = SERVERS + "/" + id;
		assertThat(browser.get(home).body()).contains("managed by configuration").doesNotContain("/edit\"");
		assertThat(browser.get(home + "/delete").body()).contains("managed by configuration")
			.doesNotContain("Delete for good");
		Page refused = browser.post(home + "/delete", Map.of("_csrf", browser.csrf(home), "version", "*"));
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body()).contains("is changed there");
	}

	private Page register(Browser browser, String... fields) {
		return browser.post(SERVERS + "/new", form(browser, SERVERS + "/new",
				Stream.concat(Stream.of("uri", this.uri), Stream.of(fields)).toArray(String[]::new)));
	}

	private JsonNode byApi() {
		return RelyingApp
			.json(API.call("GET", "/admin/api/resource-servers?q=" + Browser.encode(this.uri), API.token("admin"), ""))
			.at("/resource_servers/0");
	}

	private int count() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM resource_server WHERE uri = ?")
			.param(this.uri)
			.query(Integer.class)
			.single();
	}

}
