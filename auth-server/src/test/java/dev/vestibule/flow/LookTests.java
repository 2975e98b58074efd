package dev.vestibule.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see of the server, and of the application that they are on the way to.
 */
class LookTests extends FlowTests {

	private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8\"/></svg>";

	private final AdminCaller admin = AdminCaller.cli(NODE);

	private final String id = "look-" + UUID.randomUUID().toString().substring(0, 8);

	@AfterEach
	void delete() {
		this.admin.delete("/clients/" + this.id);
	}

	@Test
	void clientThenItsPeopleSeeItBesideWhoseServerThisIs() {
		Page created = register("""
				"logo_uri": "%s", "brand_color": "#1A5FB4", "tos_uri": "https://shop.example/terms",
				"policy_uri": "https://shop.example/privacy\"""".formatted(data(SVG)));
		assertThat(created.status()).as(created.body()).isEqualTo(201);
		assertThat(RelyingApp.field(created, "brand_color")).isEqualTo("#1a5fb4");
		assertThat(this.admin.get("/audit?client=" + this.id).body()).contains("data:image/svg", " characters, ")
			.doesNotContain(data(SVG));
		RelyingApp app = new RelyingApp(NODE.url(), this.id, RelyingApp.field(created, "client_secret"));
		Browser browser = browser();
		String email = someone();
		assertLook(browser.visit(app.authorizeUrl("openid email")));
		assertLook(browser.get("/signup"));
		this.people.signUp(browser, email);
		Page consent = browser.visit(app.authorizeUrl("openid email"));
		assertLook(consent);
		assertThat(consent.body()).contains("href=\"https://shop.example/terms\"",
				"href=\"https://shop.example/privacy\"");
		assertThat(browser().get("/login").body()).doesNotContain("look-1a5fb4", "data:image");
		Page css = browser().get("/css/look-1a5fb4.css");
		assertThat(css.header("Content-Type")).startsWith("text/css");
		assertThat(css.header("Cache-Control")).contains("max-age=31536000", "public");
		assertThat(css.header("Set-Cookie")).isEmpty();
		assertThat(css.body()).contains("--primary: #1a5fb4;", "--on-primary: #ffffff;", "prefers-color-scheme: dark");
		for (String path : new String[] { "/css/look-.css", "/css/look-1a5fb.css", "/css/look-1a5fb4%7d.css",
				"/css/look-xyzxyz.css", "/img/look-x.png" }) {
			assertThat(browser().get(path).status()).as(path).isEqualTo(404);
		}
	}

	private void assertLook(Page page) {
		assertThat(page.status()).isEqualTo(200);
		assertThat(HtmlUtils.htmlUnescape(page.body())).contains("/css/look-1a5fb4.css", "src=\"" + data(SVG) + "\"",
				"<span>Vestibule</span>");
	}

	static Stream<String> flaws() {
		return Stream.of("\"logo_uri\": \"https://shop.example/logo.png\"",
				"\"logo_uri\": \"" + data("<svg><script>alert(1)</script></svg>") + "\"",
				"\"logo_uri\": \"" + data("<svg onload=\"alert(1)\"></svg>") + "\"",
				"\"logo_uri\": \"" + data("<html>") + "\"", "\"logo_uri\": \"data:text/html;base64,AAAA\"",
				"\"logo_uri\": \"" + data(SVG).replace("svg+xml", "png") + "\"",
				"\"logo_uri\": \"" + data(SVG + " ".repeat(8_000)) + "\"", "\"brand_color\": \"#ffee00\"",
				"\"brand_color\": \"red\"", "\"tos_uri\": \"http://shop.example/\"",
				"\"policy_uri\": \"javascript:alert(1)\"");
	}

	@ParameterizedTest
	@MethodSource("flaws")
	void registerWhenLookIsBadThenNamed(String field) {
		Page refused = register(field);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(AdminCaller.flaws(refused)).containsExactly(field.substring(1, field.indexOf('"', 1)));
	}

	@Test
	void clientWhenWaitingThenItsMailsAreFromItAndInItsColor() throws Exception {
		RelyingApp app = new RelyingApp(NODE.url(), this.id,
				RelyingApp.field(register("\"brand_color\": \"#1a5fb4\""), "client_secret"));
		Browser browser = browser();
		String email = someone();
		browser.visit(app.authorizeUrl("openid email"));
		this.people.signUp(browser, email);
		MimeMessage code = this.people.mailsTo(email)[0];
		assertThat(code.getHeader("From")).containsExactly("Shop via Vestibule <no-reply@example.com>");
		assertThat(html(code)).contains("bgcolor=\"#1a5fb4\"");

		// Of what happened to the account this server tells in its own name.
		Browser elsewhere = browser();
		elsewhere.visit(app.authorizeUrl("openid email"));
		this.people.signIn(elsewhere, email);
		Awaitility.await().until(() -> this.people.mailsTo(email).length == 2);
		MimeMessage notice = this.people.mailsTo(email)[1];
		assertThat(notice.getHeader("From")).containsExactly("Vestibule <no-reply@example.com>");
		assertThat(html(notice)).doesNotContain("1a5fb4");

		String another = someone();
		this.people.signUp(browser(), another);
		assertThat(this.people.mailsTo(another)[0].getHeader("From"))
			.containsExactly("Vestibule <no-reply@example.com>");
	}

	private static String html(MimeMessage mail) throws Exception {
		return (String) ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent();
	}

	@Test
	void serverThenItsNameLogoAndColorOnEveryPageAndInEveryMail(@TempDir Path folder) throws IOException {
		Path logo = Files.writeString(folder.resolve("logo.svg"), SVG);
		try (Node node = NODE.startSibling(DATABASE, MAIL,
				Stream
					.concat(Stream.of(UPSTREAM.settings()), Stream.of("vestibule.look.name=Acme & Sons",
							"vestibule.look.logo=" + logo, "vestibule.look.color=#7a1fa2"))
					.toArray(String[]::new))) {
			Browser browser = new Browser(node.url());
			for (String path : new String[] { "/login", "/signup", "/", "/unheard-of" }) {
				Page page = browser.get(path, "Accept", "text/html");
				assertThat(page.body()).as(path)
					.contains("Acme &amp; Sons", "/css/look-7a1fa2.css")
					.doesNotContain("Vestibule");
			}
			String src = browser.get("/login").body().replaceAll("(?s).*?<img src=\"([^\"]+)\".*", "$1");
			Page shown = browser.get(src);
			assertThat(shown.header("Content-Type")).isEqualTo("image/svg+xml");
			assertThat(shown.header("Content-Security-Policy")).contains("default-src 'none'");
			assertThat(shown.body()).isEqualTo(SVG);
			String email = someone();
			this.people.signUp(browser, email);
			assertThat(this.people.mailsTo(email)[0])
				.satisfies((mail) -> assertThat(com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(mail))
					.contains("Acme", "7a1fa2")
					.doesNotContain("by Vestibule"));
		}
	}

	private Page register(String fields) {
		return this.admin.post("/clients", """
				{"client_id": "%s", "client_name": "Shop", "redirect_uris": ["%s"], "scope": "openid email", %s}
				""".formatted(this.id, RelyingApp.REDIRECT_URI, fields));
	}

	private static String data(String svg) {
		return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
	}

}
