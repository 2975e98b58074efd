package dev.vestibule.quickstart.browser;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console with names, addresses and texts as long as they can be, in Korean, which
 * breaks no words without need.
 */
@BrowserTest
class ConsoleLimitsIT {

	private static final String NAME = "W".repeat(64);

	private static final String ADDRESS = "W".repeat(60).toLowerCase() + "@"
			+ (NAME.substring(1) + ".").repeat(2).toLowerCase() + "example";

	private static final String ID = "W".repeat(100);

	@Test
	void consoleWhenEverythingIsAsLongAsItCanBeThenNothingScrollsSideways(World world, Visitor admin) {
		Screens screens = new Screens("ko");
		String token = Clients.administration(world);
		String api = world.auth("/admin/api");
		assertDone(Http.postJson(api + "/roles", token, Map.of("name", NAME, "description", "W".repeat(200))));
		assertDone(Http.postJson(api + "/groups", token, Map.of("name", NAME, "roles", List.of(NAME))));
		assertDone(Http.postJson(api + "/clients", token, Map.of("client_id", ID, "client_name", ID, "redirect_uris",
				List.of("https://" + "w".repeat(63) + ".example/" + "w".repeat(900)))));
		Http server = assertDone(
				Http.postJson(api + "/resource-servers", token, Map.of("uri", "https://api.example/" + "w".repeat(400),
						"name", ID, "scopes", List.of(Map.of("name", NAME, "description", "W".repeat(100))))));
		assertDone(Http.postJson(api + "/accounts/invitations", token,
				Map.of("email", ADDRESS, "roles", List.of(NAME), "groups", List.of(NAME))));
		world.update("INSERT INTO account (email, verified_at, verified_by, name) VALUES (?, now(), 'code', ?)",
				ADDRESS, ID);
		world.update("INSERT INTO account_role SELECT id, ? FROM account WHERE email = ?", NAME, ADDRESS);
		ConsoleIT.enter(admin.speaking("ko"), world);
		for (String list : List.of("accounts/invitations?q=w", "roles?q=ww", "mail/messages?limit=5",
				"audit?limit=5")) {
			take(world, screens, admin, list);
		}
		for (String list : List.of("accounts?q=w", "groups?q=ww", "clients?q=ww", "resource-servers?q=ww")) {
			take(world, screens, admin, list);
			admin.find(".list td a").first().click();
			screens.takeUnchecked(admin, "console-longest-" + list.replaceAll("s\\?.*", ""));
		}
		world.update("DELETE FROM account WHERE email = ?", ADDRESS);
		world.update("DELETE FROM invitation WHERE email = ?", ADDRESS);
		for (String path : List.of("/clients/" + ID, "/resource-servers/" + server.json().get("id").asString(),
				"/groups/" + NAME + "?even_if_in_use=true", "/roles/" + NAME + "?even_if_in_use=true")) {
			assertDone(Http.delete(api + path, token));
		}
		screens.assertNoBarriers();
	}

	private static void take(World world, Screens screens, Visitor admin, String list) {
		admin.open(world.auth("/admin/" + list));
		screens.takeUnchecked(admin, "console-longest-" + list.replaceAll("\\?.*", "").replace('/', '-'));
	}

	private static Http assertDone(Http answer) {
		assertThat(answer.status()).as(answer.response().body()).isBetween(200, 204);
		return answer;
	}

}
