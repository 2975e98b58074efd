package dev.vestibule.quickstart.browser;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.microsoft.playwright.options.FilePayload;
import dev.vestibule.quickstart.http.Parameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * A client, and the server, are given a look of their own in the console, and have it on
 * their pages and in their mail.
 */
@BrowserTest
class LookIT {

	private static final String CALLBACK = "http://127.0.0.1/callback";

	private static final String LOGO = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 40">
			<rect width="40" height="40" rx="10" fill="#7a1fa2"/>
			<path d="M12 28V12l16 16V12" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
			<g fill="none" stroke="#2b1240" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round">
			<path d="M52 29V12l12 17V12"/><circle cx="76" cy="23" r="6"/><path d="M90 12v13q0 4 4 4M87 17h7"/><path d="M113 28q-11 3-11-5 0-6 5-6t6 5l-11 1"/>
			</g>
			</svg>
			""";

	@ParameterizedTest
	@CsvSource({ "en,Note", "ko,노트" })
	void clientWhenItHasALookThenItsPeopleSeeItAndWhoseServerThisIs(String language, String name, World world,
			Visitor admin, Visitor ada) {
		Screens screens = new Screens(language);
		ConsoleIT.enter(admin.speaking(language), world);
		admin.open(world.auth("/admin/clients/new/native"));
		admin.fill("client_name", name);
		admin.fill("redirect_uris", CALLBACK);
		admin.find("main form button").click();
		String id = admin.find("code#client_id").textContent();
		admin.open(world.auth("/admin/clients/" + id + "/edit"));
		admin.find("details.look summary").click();
		admin.fill("brand_color", "#ffee00");
		admin.submit("version");
		assertThat(admin.find("#brand_color-error")).isVisible();
		screens.take(admin, "look-edit-refused");
		admin.fill("brand_color", "#7a1fa2");
		admin.fill("tos_uri", "https://notes.example.com/terms");
		admin.fill("policy_uri", "https://notes.example.com/privacy");
		admin.submit("version");
		admin.find("dd.app a").click();
		bring(admin, "<svg onload='alert(1)'></svg>");
		assertThat(admin.find("#logo_uri-error")).isVisible();
		screens.take(admin, "look-logo-refused");
		bring(admin, LOGO);
		assertThat(admin.find("dd.app img")).isVisible();
		screens.take(admin, "look-client");

		ada.speaking(language).open(world.auth("/oauth2/authorize?") + request(id).encode());
		assertThat(ada.find(".app img")).isVisible();
		assertThat(ada.find("header.brand")).containsText("Vestibule");
		assertThat(ada.find("button.primary")).hasCSS("background-color", "rgb(122, 31, 162)");
		screens.take(ada, "look-login");
		ada.find("main a[href='/signup']").click();
		screens.take(ada, "look-signup");
		ada.fillSignUp(ada.email(), ada.name(), Visitor.PASSWORD);
		Mailbox.Mail mail = ada.awaitDelivery();
		ada.type(mail.code());
		assertThat(ada.find("main a[href='https://notes.example.com/terms']")).isVisible();
		screens.take(ada, "look-consent");
		ada.open(world.inbox("/messages/" + mail.id()));
		assertThat(ada.find("header dl")).containsText(name + " via Vestibule");
		ada.page().setContent(mail.html());
		assertThat(ada.find("td.button-cell")).hasCSS("background-color", "rgb(122, 31, 162)");
		screens.take(ada, "look-mail");
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void serverWhenItsSettingsAreChangedByTheConsoleThenEverybodySeesThem(String language, World world, Visitor admin,
			Visitor ada) {
		Screens screens = new Screens(language);
		ConsoleIT.enter(admin.speaking(language), world);
		try {
			admin.open(world.auth("/admin/settings"));
			screens.take(admin, "console-settings-defaults");
			admin.find("a[href='/admin/settings/edit']").click();
			screens.take(admin, "console-settings-edit");
			admin.find("#open_to").selectOption("domains");
			admin.fill("mail_from", "nobody");
			admin.find("main form button").click();
			assertThat(admin.find("#mail_from-error")).isVisible();
			screens.take(admin, "console-settings-refused");
			admin.find("#open_to").selectOption("invited");
			admin.fill("mail_from", "");
			admin.fill("tos_uri", "https://acme.example/terms");
			admin.fill("name", "Acme");
			admin.fill("brand_color", "#7a1fa2");
			admin.find("main form button").click();
			assertThat(admin.find("[role=status]")).isVisible();
			admin.find("a[href='/admin/settings/logo']").click();
			screens.take(admin, "console-settings-logo");
			bring(admin, LOGO);
			assertThat(admin.find("[role=status]")).isVisible();
			Awaitility.await().until(() -> {
				ada.speaking(language).open(world.auth("/signup"));
				return ada.find("header.brand img[src^='/img/look-']").count() == 1;
			});
			assertThat(ada.find("header.brand")).containsText("Acme");
			screens.take(ada, "look-server-signup");
			admin.open(world.auth("/admin/settings"));
			screens.take(admin, "console-settings");
		}
		finally {
			world.update("DELETE FROM setting");
			Awaitility.await().until(() -> {
				ada.open(world.auth("/login"));
				return ada.find("header.brand:has-text('Vestibule')").count() == 1;
			});
		}
		screens.assertNoBarriers();
	}

	private static void bring(Visitor admin, String svg) {
		admin.find("#logo_uri")
			.setInputFiles(new FilePayload("logo.svg", "image/svg+xml", svg.getBytes(StandardCharsets.UTF_8)));
		admin.find("main form button.primary").click();
	}

	private static Parameters request(String id) {
		return new Parameters(Map.of("response_type", "code", "client_id", id, "redirect_uri", CALLBACK, "scope",
				"openid email", "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
				"code_challenge_method", "S256"));
	}

}
