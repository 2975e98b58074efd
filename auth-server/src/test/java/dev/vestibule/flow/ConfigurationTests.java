package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.VestibuleApplication;
import dev.vestibule.declared.ConfigurationCommands;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Configuration as code, as those who run the server use it: by the API, at the start and
 * from the command line.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationTests extends FlowTests {

	private static final String PATH = "/admin/api/config";

	private static final String YAML = "application/yaml";

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final String mark = "declared-" + UUID.randomUUID().toString().substring(0, 8);

	private final AdminCaller admin = AdminCaller.cli(NODE);

	@AfterEach
	void forget() {
		apply("?prune=true", YAML, "version: 1\nname: " + this.mark);
	}

	@Test
	void applyThenInForceOnEveryNodeAndLockedInApi() {
		Page applied = apply("", YAML, document("\n  client_secret: {env: VESTIBULE_SECRET_LEDGER_API}"));
		assertThat(applied.status()).as(applied.body()).isEqualTo(200);
		assertThat(RelyingApp.json(applied).at("/changes/0/text").asString()).isEqualTo("+ client " + this.mark);
		withinASecond(() -> Stream.of(NODE, SIBLING.node())
			.forEach((node) -> assertThat(new RelyingApp(node.url(), this.mark, "ledger-api-secret-of-32-letters-")
				.token(Map.of("grant_type", "client_credentials"))
				.status()).isEqualTo(200)));
		Page refused = this.admin.patch("/clients/" + this.mark, "{\"client_name\": \"x\"}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.body()).contains("managed by configuration");
		assertThat(this.admin.get("/clients/" + this.mark).body()).contains("\"managed_by\":\"configuration\"");
		assertThat(this.admin.get("/clients/web").body()).contains("\"enabled\":true");
	}

	@Test
	void applyWhenDryRunThenTheDifferenceAndNothingElse() {
		Page page = apply("?dry_run=true&format=text", YAML, document("\n  token_endpoint_auth_method: none")
			.replace("[client_credentials]", "[authorization_code]\n  redirect_uris: [\"com.example:/callback\"]"));
		assertThat(page.status()).as(page.body()).isEqualTo(200);
		assertThat(page.header("Content-Type")).startsWith("text/plain");
		assertThat(page.body()).isEqualTo("+ client " + this.mark + "\n");
		assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(404);
	}

	@Test
	void exportWhenAppliedThenNothingChanges() {
		Page yaml = this.admin.get("/config");
		assertThat(yaml.header("Content-Type")).startsWith(YAML);
		assertThat(yaml.body()).contains("client_id: web\n", "uri: " + Node.LEDGER)
			.doesNotContain("\n  client_secret:");
		assertThat(apply("?format=text&prune=true", YAML, yaml.body()).body()).isEmpty();
		Page json = this.admin.get("/config?format=json");
		assertThat(apply("?dry_run=true", "application/json", json.body()).body())
			.isEqualTo("{\"dry_run\":true,\"changes\":[]}");
		assertThat(this.admin.get("/config?name=" + this.mark + "&format=json").body()).contains("\"clients\":[]");
		assertThat(this.admin.get("/config?all=true").status()).isEqualTo(200);
	}

	@Test
	void settingsWhenDeclaredThenInForceLockedExportedAndTheirDefaultsWhenLeftOut() {
		String begin = "version: 1\nname: " + this.mark + "\n";
		String document = begin + "settings:\n  open_to: invited\n  policy_uri: https://example.com/privacy\n";
		assertThat(apply("?dry_run=true&format=text", YAML, document).body()).isEqualTo(
				"""
						~ setting open_to: managed_by "environment" → "configuration", value "everyone" → "invited"
						~ setting policy_uri: managed_by "environment" → "configuration", value nothing → "https://example.com/privacy"
						""");
		assertThat(new Browser(NODE.url()).get("/signup").body()).doesNotContain("by invitation");
		assertThat(apply("", YAML, document).status()).isEqualTo(200);
		withinASecond(() -> Stream.of(NODE, SIBLING.node())
			.forEach((node) -> assertThat(new Browser(node.url()).get("/signup").body()).contains("by invitation",
					"https://example.com/privacy")));
		Page refused = this.admin.patch("/settings", "{\"open_to\": \"everyone\"}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(AdminCaller.flaws(refused)).containsExactly("open_to");
		assertThat(this.admin.patch("/settings", "{\"tos_uri\": \"https://example.com/terms\"}").status())
			.isEqualTo(200);
		Page other = apply("", YAML, "version: 1\nname: other\nsettings: {open_to: everyone}\n");
		assertThat(other.body()).contains("settings", "open_to", this.mark);
		String exported = this.admin.get("/config?name=" + this.mark).body();
		assertThat(exported).contains("  open_to: invited\n").doesNotContain("tos_uri");
		assertThat(this.admin.get("/config?all=true").body()).contains("  tos_uri: https://example.com/terms\n");
		assertThat(apply("?dry_run=true&format=text", YAML, exported).body()).isEmpty();
		assertThat(AdminCaller.flaws(apply("", YAML, begin + "settings: {open_to: domains}\n")))
			.containsExactly("settings.domains");
		assertThat(AdminCaller.flaws(apply("", YAML, begin + "settings: {open: x, mail_from: x}\n")))
			.containsExactlyInAnyOrder("settings.open", "settings.mail_from");
		assertThat(
				apply("?format=text", YAML, begin + "settings: {policy_uri: \"https://example.com/privacy\"}\n").body())
			.isEqualTo(
					"- setting open_to: value \"invited\" → \"everyone\", its default again, since the document no longer names it\n");
		withinASecond(() -> assertThat(new Browser(NODE.url()).get("/signup").body()).doesNotContain("by invitation"));
		assertThat(apply("", YAML, begin).status()).isEqualTo(200);
		assertThat(this.admin.get("/settings").body()).doesNotContain("https://example.com/privacy")
			.contains("https://example.com/terms");
		this.admin.patch("/settings", "{\"tos_uri\": null}");
	}

	@Test
	void applyWhenClientHasALookThenShownAndExported() {
		String look = String.join("\n  ", "", "token_endpoint_auth_method: none",
				"logo_uri: data:image/svg+xml;base64,PHN2Zy8+", "brand_color: '#1A5FB4'",
				"tos_uri: https://shop.example/terms", "policy_uri: https://shop.example/privacy");
		String document = document(look).replace("[client_credentials]",
				"[authorization_code]\n  redirect_uris: [\"com.example:/callback\"]");
		Page applied = apply("", YAML, document);
		assertThat(applied.status()).as(applied.body()).isEqualTo(200);
		assertThat(this.admin.get("/clients/" + this.mark).body()).contains("\"brand_color\":\"#1a5fb4\"",
				"\"logo_uri\":\"data:image/svg+xml;base64,PHN2Zy8+\"", "\"tos_uri\":\"https://shop.example/terms\"");
		String exported = this.admin.get("/config?name=" + this.mark).body();
		assertThat(exported).contains("#1a5fb4", "policy_uri: https://shop.example/privacy");
		assertThat(apply("?format=text", YAML, exported).body()).isEmpty();
		Page refused = apply("?dry_run=true", YAML, document.replace("#1A5FB4", "#ffee00"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("clients[0].brand_color", "is too pale");
	}

	@Test
	void attack26WhenDocumentIsWrongThenEachFieldIsNamedWithItsLineAndNothingIsWritten() {
		for (String wrong : List.of("\n  unheard_of: true", "\n  enabled: maybe",
				"\n  client_secret: written-out-secret-of-32-letters")) {
			Page refused = apply("", YAML, document(wrong));
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.body()).contains("clients[0]", "(line ").doesNotContain("written-out-secret");
			assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(404);
		}
		assertThat(apply("?dry-run=true", YAML, document("")).status()).as("a misspelt dry run").isEqualTo(400);
		assertThat(apply("", "text/plain", document("")).status()).isEqualTo(415);
	}

	@Test
	void attack27WhenSecretIsOfTheServerThenNotRead() {
		for (String reference : List.of("{env: VESTIBULE_KEYRING_KEYS}", "{env: SPRING_DATASOURCE_URL}",
				"{file: /etc/passwd}", "{file: ../../pom.xml}", "{env: HOME, file: x}", "{url: \"http://x\"}")) {
			Page refused = apply("", YAML, document("\n  client_secret: " + reference));
			assertThat(refused.status()).as(reference).isEqualTo(400);
			assertThat(refused.body()).contains("client_secret");
		}
	}

	@Test
	void attack38WhenScriptIsInTheDocumentThenNeverMarkup() {
		String script = "<script>alert(1)</script>";
		Page page = apply("?format=text&dry_run=true", YAML,
				"version: 1\nname: %s\nroles:\n- name: %s\n  description: %s\n".formatted(this.mark, this.mark,
						script));
		assertThat(page.status()).as(page.body()).isEqualTo(200);
		assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
		Page refused = apply("", YAML, "version: 1\n" + script + ": 1\n");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
	}

	@Test
	void applyWhenLargeThenUpToOneMegabyte() {
		String filler = "#".repeat(1000) + "\n";
		assertThat(apply("", YAML, "version: 1\nname: " + this.mark + "\n" + filler.repeat(900)).status())
			.isEqualTo(200);
		assertThat(apply("", YAML, "version: 1\nname: " + this.mark + "\n" + filler.repeat(1100)).status())
			.isEqualTo(413);
		assertThat(this.admin.post("/clients", filler.repeat(100)).status()).isEqualTo(413);
	}

	@Test
	void consoleWhenDocumentIsPastedThenDifferenceFirstAndAppliedWhenAsked() {
		String email = someone();
		Browser browser = signedIn(email);
		String page = "/admin/config";
		assertThat(browser.get(page + "/new").status()).as("nobody but administrators").isEqualTo(403);
		assertThat(browser.get(page + "/export").status()).isEqualTo(403);
		NODE.jdbc().sql("UPDATE account SET role = 'administrator' WHERE email = ?").param(email).update();
		assertThat(browser.get(page + "/export").body()).contains("client_id: web\n")
			.doesNotContain("\n  client_secret:");
		assertThat(browser.get(page).body()).contains("/admin/config/export?name=main").doesNotContain(this.mark);
		Map<String, String> form = Map.of("_csrf", browser.csrf(page + "/new"), "document",
				document("\n  client_secret: {env: VESTIBULE_SECRET_LEDGER_API}\n  client_name: <script>"));
		Page compared = browser.post(page + "/new", form);
		assertThat(compared.status()).as(compared.body()).isEqualTo(200);
		assertThat(compared.body()).contains("+ client " + this.mark, "name=\"seen\"").doesNotContain("<script>");
		assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(404);
		Page another = browser.post(page + "/new", with(form, "seen", "of another difference"));
		assertThat(another.body()).contains("no longer what you saw", "+ client " + this.mark);
		assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(404);
		assertThat(browser.post(page + "/new", with(form, "seen", seen(compared))).body())
			.contains("+ client " + this.mark)
			.doesNotContain("name=\"seen\"", "no longer what you saw");
		assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(200);
		assertThat(browser.get(page).body()).contains("/admin/config/export?name=" + this.mark);
		Page exported = browser.get(page + "/export?name=" + this.mark);
		assertThat(exported.header("Content-Disposition")).contains("\"" + this.mark + ".yml\"");
		assertThat(exported.body()).contains("client_id: " + this.mark).doesNotContain("client_id: web\n");
		assertThat(browser.get(page + "/export?name=a%20b").status()).isEqualTo(400);
		Page refused = browser.post(page + "/new",
				Map.of("_csrf", browser.csrf(page + "/new"), "document", "version: 2"));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("<code>version</code>", "must be a number from 1 to 1", "line 1<");
		Page korean = browser.post(page + "/new", Map.of("_csrf", browser.csrf(page + "/new"), "document",
				"version: 1\nresource_servers:\n- uri: https://a.example\n  title: x\nclients:\n- client_secret: written\n  scope: a b\nroles: [x]\n"),
				"Accept-Language", "ko");
		assertThat(korean.body()).contains("구성을 적용할 수 없습니다", "알 수 없는 항목입니다", "4번째 줄", "시크릿을 직접 적을 수 없습니다", "6번째 줄");
		assertThat(korean.body().substring(korean.body().indexOf("page-error"), korean.body().indexOf("</ul>")))
			.contains("clients[0].client_secret")
			.doesNotContainPattern("must be|is not|is required");
		assertThat(browser
			.post(page + "/new", Map.of("_csrf", browser.csrf(page + "/new"), "document", "version: 1\na: &b 1\n"),
					"Accept-Language", "ko")
			.body()).contains("앵커(anchor)는 사용할 수 없습니다", "2번째 줄");
		NODE.jdbc().sql("UPDATE account SET role = NULL WHERE email = ?").param(email).update();
	}

	@Test
	void startWhenDocumentIsWrongThenRefusedWithItsPlace(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("wrong.yml"), "version: 1\nclients:\n- client_nmae: x\n");
		assertThatException()
			.isThrownBy(() -> Node.start(TestDatabase.create(), MAIL, "vestibule.config.file=" + file).close())
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(
					"The configuration " + file + " cannot be applied: clients[0].client_id is required (line 3)"));
	}

	@Test
	void commandThenAppliesWithoutServing(@TempDir Path folder, CapturedOutput output) throws Exception {
		Path file = Files.writeString(folder.resolve("own.yml"),
				document("\n  client_secret: {env: VESTIBULE_SECRET_COMMAND}"));
		assertThat(command("dry-run", file)).isZero();
		assertThat(output.getOut()).contains("+ client " + this.mark);
		assertThat(this.admin.get("/clients/" + this.mark).status()).isEqualTo(404);
		assertThat(command("apply", file)).isZero();
		withinASecond(() -> assertThat(this.admin.get("/clients/" + this.mark).body())
			.contains("\"managed_by\":\"configuration\""));
		assertThat(command("dry-run", file)).isZero();
		assertThat(output.getOut()).contains("Nothing to change: everything is so already.");
		Files.writeString(file, "version: 1\nclient: []");
		assertThat(command("apply", file)).isOne();
		assertThat(output.getErr()).contains("cannot be applied: client is not known", "(line 2)");
	}

	private static String seen(Page compared) {
		Matcher seen = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"").matcher(compared.body());
		assertThat(seen.find()).isTrue();
		return HtmlUtils.htmlUnescape(seen.group(1));
	}

	private static int command(String command, Path file) {
		return ConfigurationCommands
			.run(VestibuleApplication.class, "--vestibule.config." + command + "=" + file,
					"--spring.datasource.url=" + DATABASE, "--vestibule.issuer=" + NODE.issuer(),
					"--vestibule.keyring.keys=test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
					"--vestibule.mail.from=a@example.com", "--spring.mail.host=127.0.0.1",
					"--VESTIBULE_SECRET_COMMAND=a-secret-of-32-letters-or-more-x")
			.orElseThrow();
	}

	/** The whole example of the page is one. */
	@Test
	void exampleOfThePageThenApplies(@TempDir Path secrets) throws Exception {
		Matcher example = Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
			.matcher(Files.readString(Path.of("../docs/configuration-as-code.md")));
		assertThat(example.find()).isTrue();
		Path file = Files.writeString(secrets.resolve("vestibule.yml"), example.group(1));
		Files.writeString(secrets.resolve("nightly-report"), "nightly-report-secret-of-32-letters");
		Files.writeString(secrets.resolve("office"), "office-secret");
		try (Node node = Node.start(TestDatabase.create(), MAIL, "vestibule.config.file=" + file,
				"vestibule.config.secrets=" + secrets, "VESTIBULE_SECRET_SHOP=shop-secret-of-thirty-two-letters")) {
			assertThat(new RelyingApp(node.url(), "nightly-report", "nightly-report-secret-of-32-letters")
				.token(Map.of("grant_type", "client_credentials", "scope", "ledger.read"))
				.status()).isEqualTo(200);
			assertThat(new Browser(node.url()).get("/login").body()).contains("The office");
		}
	}

	private String document(String fields) {
		return """
				version: 1
				name: %s
				clients:
				- client_id: %s
				  grant_types: [client_credentials]%s
				""".formatted(this.mark, this.mark, fields);
	}

	private Page apply(String query, String type, String body) {
		String token = new AdminApi(NODE).token("admin");
		try {
			return new Page(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(NODE.url() + PATH + query))
					.header("Authorization", "Bearer " + token)
					.header("Content-Type", type)
					.POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
					.build(), BodyHandlers.ofString()));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
