package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the console is sent that none of its pages would send.
 */
class ConsoleAttacksTests extends ConsoleFlowTests {

	private static final List<String> LISTS = List.of("/clients", "/accounts", "/accounts/invitations", "/roles",
			"/groups", "/resource-servers", "/webhooks", "/mail/messages", "/audit");

	private static final String LONG_AGO = "-999999999-01-01T00:00:00Z";

	private static final String NEVER = "+295000-01-01T00:00:00Z";

	private final AdminCaller api = AdminCaller.cli(NODE);

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "[null]", "[[\"a\"]]", "{\"a\":1}", "[\"\\u0000\"]", "[\"\\ud800\"]",
			"[\"" + NEVER + "\",\"1\"]", "[\"" + LONG_AGO + "\",\"1\"]",
			"[\"" + NEVER + "\",\"00000000-0000-0000-0000-000000000000\"]", "[\"99999999999999999999\",\"1\"]" })
	void attack26WhenCursorIsMadeUpThenNeverMoreThanRefused(String position) {
		Browser browser = administrator();
		String cursor = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(position.getBytes(StandardCharsets.UTF_8));
		for (String list : LISTS) {
			String query = list + "?limit=1&cursor=" + cursor + "x".repeat(position.isEmpty() ? 4001 : 0);
			assertThat(browser.get("/admin" + query).status()).as(list).isIn(200, 400);
			assertThat(this.api.get(query).status()).as(list + " by the API").isIn(200, 400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "+999999999-12-31T23:59", "-999999999-01-01T00:00", "+295000-01-01", "-5000-01-01", "0x1",
			"99999999999999", "2026-02-30T00:00" })
	void attack26WhenTimeIsBeyondAllOthersThenSaid(String time) {
		Browser browser = administrator();
		for (String list : List.of("/admin/audit", "/admin/mail/messages", "/admin/audit/export")) {
			Page page = browser.get(list + "?format=csv&from=" + Browser.encode(time));
			assertThat(page.status()).as(list).isEqualTo(400);
			Page shown = browser.get("/admin/audit?to=" + Browser.encode(time));
			assertThat(shown.body()).contains("id=\"to-error\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "1", "{\"description\": {\"a\": [1]}}", "{\"description\": null}", "{" })
	void attack26WhenWhatAFormWasFilledWithIsMadeUpThenTheVersionStillCounts(String base) {
		Browser browser = administrator();
		String name = "r" + UUID.randomUUID();
		this.api.post("/roles", "{\"name\": \"" + name + "\", \"description\": \"Theirs\"}");
		String page = "/admin/roles/" + name;
		String form = "_csrf=" + browser.csrf(page + "/edit") + "&" + fields("version", "\"stale\"", "description",
				"Mine", "base", Base64.getUrlEncoder().encodeToString(base.getBytes(StandardCharsets.UTF_8)));
		assertThat(browser.post(page + "/edit", form).status()).isEqualTo(412);
		assertThat(browser.get(page).body()).contains("Theirs").doesNotContain("Mine");
		this.api.delete("/roles/" + name);
	}

}
