package dev.vestibule.quickstart.browser;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.microsoft.playwright.options.FilePayload;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * An application that has a look of its own, on the pages that lead to it.
 */
@BrowserTest
class LookIT {

	private static final String LOGO = "data:image/svg+xml;base64," + Base64.getEncoder()
		.encodeToString(
				"""
						<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" rx="8" fill="#7a1fa2"/>
						<path d="M12 28V12l16 16V12" fill="none" stroke="#fff" stroke-width="4"/><rect x="52" y="14" width="60" height="12" rx="6" fill="#a86cc4"/></svg>
						"""
					.getBytes(StandardCharsets.UTF_8));

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void clientWhenItHasALookThenItsPeopleSeeItAndWhoseServerThisIs(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		world.update("UPDATE client SET logo_uri = ?, brand_color = '#7a1fa2' WHERE client_id = 'demo-client'", LOGO);
		try {
			ada.speaking(language).open(world.demo("/profile"));
			assertThat(ada.find(".app img")).isVisible();
			assertThat(ada.find("header.brand")).containsText("Vestibule");
			assertThat(ada.find("button.primary")).hasCSS("background-color", "rgb(122, 31, 162)");
			screens.take(ada, "look-login");
			ada.find("main a[href='/signup']").click();
			screens.take(ada, "look-signup");
			ada.fillSignUp(ada.email(), ada.name(), Visitor.PASSWORD);
			assertThat(ada.find(".app img")).isVisible();
			screens.take(ada, "look-verify");
		}
		finally {
			world.update("UPDATE client SET logo_uri = NULL, brand_color = NULL WHERE client_id = 'demo-client'");
		}
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
			admin.find("#logo_uri")
				.setInputFiles(new FilePayload("logo.svg", "image/svg+xml",
						Base64.getDecoder().decode(LOGO.substring(LOGO.indexOf(',') + 1))));
			admin.find("main form button").first().click();
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

}
