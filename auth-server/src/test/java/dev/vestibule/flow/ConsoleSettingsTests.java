package dev.vestibule.flow;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings as administrators see them in the console.
 */
class ConsoleSettingsTests extends ConsoleFlowTests {

	private static final String SETTINGS = "/admin/settings";

	private static final String EDIT = SETTINGS + "/edit";

	private static final String LOGO = SETTINGS + "/logo";

	private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8\"/></svg>";

	private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([^\"]+)\"");

	private final Browser browser = administrator();

	@AfterEach
	void takeBack() {
		NODE.jdbc().sql("DELETE FROM setting").update();
		withinASecond(() -> assertThat(browser().get("/signup").body()).doesNotContain("by invitation"));
	}

	@Test
	void changeThenShownInForceAndTakenBackByEmptyingIt() {
		assertThat(this.browser.get(SETTINGS).body()).contains("Everyone", "As the server’s environment says.");
		Page saved = this.browser.follow(send("open_to", "invited", "tos_uri", "https://example.com/terms",
				"mail_from_name", "The <b>Shop</b>"));
		assertThat(saved.body())
			.contains("Saved.", "Only who was invited", "https://example.com/terms", "Set here.",
					"Set here, instead of: Everyone")
			.doesNotContain("<b>Shop");
		assertThat(browser().get("/signup").body()).contains("by invitation", "https://example.com/terms");
		Page form = this.browser.get(EDIT);
		assertThat(form.body()).contains("value=\"https://example.com/terms\"",
				"As the server’s environment says: Everyone");
		assertThat(this.browser.follow(send("open_to", "", "tos_uri", "", "mail_from_name", "")).body())
			.contains("Everyone")
			.doesNotContain("Set here.");
		assertThat(this.browser.follow(send()).body()).contains("There was nothing to save.");
	}

	@Test
	void changeWhenBadThenEachFieldSaysWhyInEitherLanguageAndNothingIsSaved() {
		Page refused = send("open_to", "domains", "domains", "no domain", "tos_uri", "http://example.com", "mail_from",
				"nobody");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("Terms of service must begin with https://",
				"no domain must be a domain such as example.com", "must be an address such as no-reply@example.com",
				"value=\"http://example.com\"");
		assertThat(send("open_to", "domains").body())
			.contains("Domains is needed where only addresses of some domains may sign up.");
		assertThat(this.browser.post(EDIT + "?ui_locales=ko", form(this.browser, EDIT, "open_to", "domains")).body())
			.contains("도메인을 하나 이상")
			.doesNotContain("is needed");
		assertThat(this.browser.get(SETTINGS + "?ui_locales=en").body()).doesNotContain("Set here.");
	}

	@Test
	void changeWhenSomebodyWasFasterThenBothVersionsAndTheirsIsKept() {
		String form = form(this.browser, EDIT, "tos_uri", "https://example.com/mine", "mail_from_name", "Mine");
		AdminCaller.cli(NODE)
			.patch("/settings", "{\"tos_uri\": \"https://example.com/theirs\", \"open_to\": \"invited\"}");
		Page conflict = this.browser.post(EDIT, form);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Somebody else has changed this", "https://example.com/theirs",
				"value=\"https://example.com/mine\"", "value=\"invited\" selected");
		assertThat(this.browser.get(SETTINGS).body()).contains("https://example.com/theirs").doesNotContain("Mine");
		Page saved = this.browser.follow(this.browser.post(EDIT, hidden(conflict) + "&"
				+ fields("open_to", "invited", "tos_uri", "https://example.com/mine", "mail_from_name", "Mine")));
		assertThat(saved.body()).contains("https://example.com/mine", "Only who was invited", "Mine");
	}

	@Test
	void settingsWhenViewerThenSeenAndNotChanged() {
		Browser viewer = appointed("viewer");
		assertThat(viewer.get(SETTINGS).body()).contains("Who may sign up").doesNotContain(EDIT);
		assertThat(viewer.get(EDIT).status()).isEqualTo(403);
		assertThat(appointed("operator").get(EDIT).status()).isEqualTo(403);
	}

	@Test
	void logoWhenBroughtThenShownAndTakenBack() {
		Page changed = this.browser.follow(logo(SVG.getBytes(StandardCharsets.UTF_8)));
		assertThat(changed.body()).contains("Saved.", "src=\"data:image/svg+xml;base64,", "Set here.");
		withinASecond(() -> assertThat(browser().get("/login").body()).contains("/img/look-"));
		assertThat(this.browser.follow(send("mail_from_name", "Shop")).body()).as("another form leaves it")
			.contains("data:image/svg");
		Page back = this.browser.submit(LOGO, Map.of("version", version(), "take_back", "true"));
		assertThat(this.browser.follow(back).body()).doesNotContain("data:image");
		withinASecond(() -> assertThat(browser().get("/login").body()).doesNotContain("/img/look-"));
	}

	@Test
	void logoWhenNoneOrActiveOrTooLargeThenSaysSoAndStays() {
		byte[] large = (SVG + " ".repeat(128 * 1024)).getBytes(StandardCharsets.UTF_8);
		Map.of("", "Logo is required.", "no picture", "Logo is no such picture", "<svg onload=\"x()\"></svg>",
				"has a script in it")
			.forEach((file, words) -> {
				Page refused = logo(file.getBytes(StandardCharsets.UTF_8));
				assertThat(refused.status()).as(file).isEqualTo(400);
				assertThat(refused.body()).contains(words);
			});
		assertThat(logo(large).body()).contains("Logo is larger than 128 KB.");
		assertThat(logo(new byte[600_000]).status()).isEqualTo(413);
		Page late = this.browser.upload(LOGO, Map.of("_csrf", this.browser.csrf(LOGO), "version", "\"old\""),
				"logo_uri", SVG.getBytes(StandardCharsets.UTF_8));
		assertThat(late.status()).isEqualTo(412);
		assertThat(late.body()).contains("choose the picture again");
		assertThat(RelyingApp.json(AdminCaller.cli(NODE).get("/settings")).has("logo_uri")).isFalse();
	}

	@Test
	void attack31WhenPictureIsSentWithoutTokenThenRefused() {
		Page forged = this.browser.upload(LOGO, Map.of("version", version()), "logo_uri",
				SVG.getBytes(StandardCharsets.UTF_8));
		assertThat(forged.status()).isEqualTo(403);
		for (String body : List.of("", "--x", "--x\r\n\r\n", "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
				"--x\r\n" + "A".repeat(5_000) + ": b\r\n\r\na\r\n--x--")) {
			Page malformed = this.browser.postAs("multipart/form-data; boundary=x", LOGO,
					BodyPublishers.ofString(body));
			assertThat(malformed.status()).as(body).isIn(400, 403);
		}
	}

	private Page logo(byte[] file) {
		return this.browser.upload(LOGO, Map.of("_csrf", this.browser.csrf(LOGO), "version", version()), "logo_uri",
				file);
	}

	private String version() {
		Matcher version = VERSION.matcher(this.browser.get(LOGO).body());
		assertThat(version.find()).isTrue();
		return HtmlUtils.htmlUnescape(version.group(1));
	}

	private Page send(String... fields) {
		return this.browser.post(EDIT, form(this.browser, EDIT, fields));
	}

}
