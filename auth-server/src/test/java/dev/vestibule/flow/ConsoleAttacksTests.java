package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
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

	private final Browser browser = administrator();

	@Test
	void attack26WhenCursorIsMadeUpThenNeverMoreThanRefused() {
		for (String position : new String[] { "", "null", "[]", "[null]", "[[\"a\"]]", "{\"a\":1}", "[\"\\u0000\"]",
				"[\"\\ud800\"]", "[\"" + NEVER + "\",\"1\"]", "[\"" + LONG_AGO + "\",\"1\"]",
				"[\"" + NEVER + "\",\"00000000-0000-0000-0000-000000000000\"]", "[\"99999999999999999999\",\"1\"]" }) {
			for (String list : LISTS) {
				String query = list + "?limit=1&cursor=" + encoded(position)
						+ "x".repeat(position.isEmpty() ? 4001 : 0);
				assertThat(this.browser.get("/admin" + query).status()).as(query).isIn(200, 400);
				assertThat(this.api.get(query).status()).as(query + " by the API").isIn(200, 400);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/admin/audit?", "/admin/mail/messages?", "/admin/audit/export?format=csv&" })
	void attack26WhenTimeIsBeyondAllOthersThenRefused(String list) {
		for (String time : new String[] { "+999999999-12-31T23:59", "-999999999-01-01T00:00", "+295000-01-01",
				"-5000-01-01", "0x1", "99999999999999", "2026-02-30T00:00" }) {
			assertThat(this.browser.get(list + "from=" + Browser.encode(time)).status()).as(time).isEqualTo(400);
		}
		assertThat(this.browser.get(list + "from=2026-02-28T00:00").status()).isEqualTo(200);
		assertThat(this.browser.get("/admin/audit?to=-5000-01-01").body()).contains("id=\"to-error\"");
	}

	@Test
	void attack26WhenWhatAFormWasFilledWithIsMadeUpThenTheVersionStillCounts() {
		String name = "r" + UUID.randomUUID();
		this.api.post("/roles", "{\"name\": \"" + name + "\", \"description\": \"Theirs\"}");
		String page = "/admin/roles/" + name;
		String form = "_csrf=" + this.browser.csrf(page + "/edit") + "&"
				+ fields("version", "\"stale\"", "description", "Mine") + "&base=";
		for (String base : new String[] { "null", "[]", "1", "{\"description\": {\"a\": [1]}}",
				"{\"description\": null}", "{" }) {
			assertThat(this.browser.post(page + "/edit", form + encoded(base)).status()).as(base).isEqualTo(412);
		}
		assertThat(this.browser.get(page).body()).contains("Theirs").doesNotContain("Mine");
		this.api.delete("/roles/" + name);
	}

	private static String encoded(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
