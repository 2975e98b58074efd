package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An account from its sign-up to its end, with a role, a group and an invitation, by the
 * console alone.
 */
@BrowserTest
class ConsolePeopleIT {

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void accountWhenFoundThenLookedAfterUntilItIsDeleted(String language, World world, Visitor admin, Visitor ada) {
		Screens screens = new Screens(language);
		ada.arrive();
		ConsoleIT.enter(admin.speaking(language), world);
		String role = "editor-" + language;
		String group = "newsroom-" + language;
		names(world, screens, admin, role, group);
		admin.open(world.auth("/admin/accounts"));
		admin.fill("q", ada.email());
		admin.find("[role=search] button").click();
		assertThat(admin.find(".list tbody tr")).hasCount(1);
		screens.take(admin, "console-accounts");
		admin.find(".list tbody a").first().click();
		assertThat(admin.find("h1")).hasText(ada.name());
		assertThat(admin.find("main")).containsText("demo-client");
		String account = admin.page().url();
		assign(world, screens, admin, ada.email(), role, group);
		screens.take(admin, "console-account");
		admin.find("a[href$='/admin-role']").click();
		screens.take(admin, "console-account-role");
		admin.find("input[value=viewer]").check();
		admin.submit("admin_role");
		assertThat(admin.find("[role=status]")).isVisible();
		ada.open(account);
		assertThat(ada.find("h1")).hasText(ada.name());
		assertThat(ada.find(".acts a, .acts button")).hasCount(0);
		screens.take(ada, "console-account-viewer");
		world.update("UPDATE account SET role = NULL WHERE email = ?", ada.email());
		for (String change : new String[] { "require-proof", "sign-out", "disable" }) {
			admin.open(account + "/" + change);
			screens.take(admin, "console-account-" + change);
			admin.find("main form button").click();
			assertThat(admin.find("[role=status]")).isVisible();
		}
		ada.open(world.auth("/account"));
		ada.assertAt(world.auth("/login"));
		admin.find("a[href$='/delete']").click();
		screens.take(admin, "console-account-delete");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
		admin.open(world.auth("/admin/accounts?q=" + ada.email()));
		assertThat(admin.find(".list")).hasCount(0);
		screens.take(admin, "console-accounts-none");
		admin.open(world.auth("/admin/roles/" + role + "/delete"));
		screens.take(admin, "console-role-delete");
		admin.submit("seen");
		assertThat(admin.find("[role=status]")).isVisible();
		screens.assertNoBarriers();
	}

	private static void names(World world, Screens screens, Visitor admin, String role, String group) {
		admin.open(world.auth("/admin/roles"));
		screens.take(admin, "console-roles");
		admin.find("main .head a").click();
		admin.fill("name", "no name");
		admin.submit("name");
		assertThat(admin.find("#name-error")).isVisible();
		screens.take(admin, "console-role-refused");
		admin.fill("name", role);
		admin.fill("description", "Writes and edits");
		admin.submit("name");
		assertThat(admin.find("[role=status]")).isVisible();
		screens.take(admin, "console-role");
		admin.open(world.auth("/admin/groups/new"));
		admin.fill("name", group);
		admin.find("input[value='" + role + "']").check();
		screens.take(admin, "console-group-new");
		admin.submit("name");
		assertThat(admin.find("main .tag")).hasText(role);
		admin.find("a[href$='/disable']").click();
		screens.take(admin, "console-group-disable");
		admin.find("main form button").click();
		assertThat(admin.find("main form[action$='/enable']")).isVisible();
		screens.take(admin, "console-group-disabled");
		admin.find("main form[action$='/enable'] button").click();
		assertThat(admin.find("a[href$='/disable']")).isVisible();
		admin.open(world.auth("/admin/groups"));
		screens.take(admin, "console-groups");
		admin.open(world.auth("/admin/groups/" + group + "/edit"));
		screens.take(admin, "console-group-edit");
	}

	private static void assign(World world, Screens screens, Visitor admin, String email, String role, String group) {
		admin.find("a[href$='/edit']").click();
		screens.take(admin, "console-account-edit");
		world.update("INSERT INTO account_role SELECT id, ? FROM account WHERE email = ?", role, email);
		admin.find("input[value='" + group + "']").check();
		admin.submit("version");
		assertThat(admin.find("table.both tbody tr")).hasCount(2);
		screens.take(admin, "console-account-conflict");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
		assertThat(admin.find("#standing + dl .tag")).hasCount(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void lastAdministratorAndInvitationWhenShownThenSayWhatTheyAre(String language, World world, Visitor admin) {
		Screens screens = new Screens(language);
		ConsoleIT.enter(admin.speaking(language), world);
		admin.open(world.auth("/admin/accounts/invitations/new"));
		screens.take(admin, "console-invitation-new");
		String guest = "guest-" + language + "@people.example";
		admin.fill("email", guest);
		admin.submit("email");
		assertThat(admin.find(".list tbody tr")).hasCount(1);
		screens.take(admin, "console-invitations");
		assertThat(world.mailbox(guest).newest().text()).isNotEmpty();
		admin.find(".list a.button").click();
		screens.take(admin, "console-invitation-delete");
		admin.find("main form button").click();
		assertThat(admin.find(".list")).hasCount(0);
		screens.take(admin, "console-invitations-none");
		admin.open(world.auth("/admin/accounts?admin_role=administrator"));
		admin.find(".list tbody a").first().click();
		admin.find("a[href$='/admin-role']").click();
		admin.find("input[name=admin_role]").first().check();
		admin.submit("admin_role");
		assertThat(admin.find("[role=alert]")).isVisible();
		screens.take(admin, "console-last-administrator");
		screens.assertNoBarriers();
	}

	@Test
	void consoleWhenWithoutScriptThenSomebodyIsInvitedByKeyboard(World world, @NoScript Visitor admin) {
		ConsoleIT.enter(admin, world);
		admin.open(world.auth("/admin/accounts"));
		admin.page().keyboard().press("Tab");
		admin.page().keyboard().press("Enter");
		admin.tabTo("main .head a");
		admin.page().keyboard().press("Enter");
		admin.tabTo("#email");
		admin.page().keyboard().type("keyboard@people.example");
		admin.page().keyboard().press("Enter");
		assertThat(admin.find("[role=status]")).isVisible();
		assertThat(world.mailbox("keyboard@people.example").newest().text()).isNotEmpty();
	}

}
