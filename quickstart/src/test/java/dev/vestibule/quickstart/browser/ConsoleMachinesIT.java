package dev.vestibule.quickstart.browser;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * An API registered and a client tried, a provider added, and a look at keys, mail and
 * what happened, by the console alone.
 */
@BrowserTest
class ConsoleMachinesIT {

	private static final Map<String, String> NAMES = Map.of("en", "Orders", "ko", "주문");

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void machinesWhenManagedByTheConsoleThenShownInEveryLightAndSize(String language, World world, Visitor admin) {
		Screens screens = new Screens(language);
		ConsoleIT.enter(admin.speaking(language), world);
		registerApi(world, screens, language, admin);
		tryClient(world, screens, admin);
		addProvider(world, screens, language, admin);
		look(world, screens, admin);
		screens.assertNoBarriers();
	}

	private static void registerApi(World world, Screens screens, String language, Visitor admin) {
		admin.open(world.auth("/admin/clients/new"));
		admin.find("a[href='/admin/resource-servers/new']").click();
		String scope = "orders." + language;
		admin.fill("uri", "orders");
		admin.find("#scope-0-name").fill("openid");
		admin.find("main form button").click();
		assertThat(admin.find("#scopes-0-error")).isVisible();
		screens.take(admin, "console-api-refused");
		admin.fill("uri", "https://orders.example/" + language);
		admin.fill("name", NAMES.get(language));
		admin.find("#scope-0-name").fill(scope);
		admin.find("#scope-0-description").fill("Read your orders");
		admin.find("main form button").click();
		assertThat(admin.find("[role=status]")).isVisible();
		assertThat(admin.find("details pre").first()).containsText("https://orders.example/" + language);
		screens.take(admin, "console-api");
		admin.find("a[href$='/edit']").click();
		screens.take(admin, "console-api-edit");
		admin.open(world.auth("/admin/resource-servers"));
		screens.take(admin, "console-apis");
		admin.find("td a:has-text('" + NAMES.get(language) + "')").click();
		admin.find("a[href$='/disable']").click();
		screens.take(admin, "console-api-disable");
		admin.find("main form button").click();
		assertThat(admin.find("[role=status]")).isVisible();
		screens.take(admin, "console-api-disabled");
		admin.find("a[href$='/delete']").click();
		screens.take(admin, "console-api-delete");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
	}

	private static void tryClient(World world, Screens screens, Visitor admin) {
		admin.open(world.auth("/admin/clients/demo-client"));
		admin.find("a[href$='/try']").click();
		screens.take(admin, "console-try");
		admin.find("main form button").click();
		if (admin.page().url().contains("/consent")) {
			admin.allow();
		}
		assertThat(admin.find("#id-token")).isVisible();
		assertThat(admin.find("main")).containsText("at+jwt");
		screens.take(admin, "console-tried");
	}

	private static void addProvider(World world, Screens screens, String language, Visitor admin) {
		admin.open(world.auth("/admin/providers"));
		screens.take(admin, "console-providers");
		admin.open(world.auth("/admin/providers/new"));
		screens.take(admin, "console-provider-presets");
		admin.find("a[href$='/new/apple']").click();
		admin.find("main form button").click();
		assertThat(admin.find("#client_secret-error")).isVisible();
		screens.take(admin, "console-provider-refused");
		admin.open(world.auth("/admin/providers/new/github"));
		screens.take(admin, "console-provider-new");
		admin.find("summary").click();
		admin.fill("id", "github-" + language);
		admin.fill("client_id", "abc");
		admin.fill("client_secret", "a-secret-of-no-meaning");
		admin.find("main form button").click();
		assertThat(admin.find("#redirect_uri")).hasValue(world.auth("/login/oauth2/code/github-" + language));
		screens.take(admin, "console-provider");
		admin.find("a[href$='/edit']").click();
		screens.take(admin, "console-provider-edit");
		admin.page().goBack();
		admin.find("a[href$='/disable']").click();
		screens.take(admin, "console-provider-disable");
		admin.page().goBack();
		admin.find("a[href$='/delete']").click();
		screens.take(admin, "console-provider-delete");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
	}

	private static void look(World world, Screens screens, Visitor admin) {
		admin.open(world.auth("/admin/keys"));
		screens.take(admin, "console-keys");
		admin.find("td.act a").first().click();
		screens.take(admin, "console-key-compromise");
		admin.open(world.auth("/admin/keys/rotate"));
		screens.take(admin, "console-key-rotate");
		admin.open(world.auth("/admin/mail/test"));
		admin.find("main form button").click();
		assertThat(admin.find("[role=status] .state-good").first()).isVisible();
		screens.take(admin, "console-mail-test");
		admin.open(world.auth("/admin/mail/messages?limit=8"));
		screens.take(admin, "console-mails");
		admin.find(".list td a").first().click();
		screens.take(admin, "console-mail");
		admin.find(".acts button").click();
		assertThat(admin.find("[role=status]")).isVisible();
		screens.take(admin, "console-mail-again");
		admin.open(world.auth("/admin/audit?client=demo-client&limit=8"));
		screens.take(admin, "console-audit");
		admin.open(world.auth("/admin/audit?account=nobody"));
		screens.take(admin, "console-audit-refused");
		admin.open(world.auth("/admin/audit?kind=resource-server.created"));
		admin.find(".list td a").first().click();
		assertThat(admin.find("table.both")).isVisible();
		screens.take(admin, "console-event");
	}

}
