package dev.vestibule.quickstart.browser;

import com.microsoft.playwright.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo's browser app in a visitor's browser, and the tokens that pass through it.
 */
record BrowserApp(World world, Visitor visitor) {

	/**
	 * Logs in somebody who has a session at the server.
	 */
	Tokens logIn() {
		this.visitor.open(this.world.demo("/spa"));
		this.visitor.find("[data-action=login]").click();
		return received(this.visitor::allow);
	}

	Tokens refresh() {
		return received(() -> this.visitor.find("[data-action=refresh]").click());
	}

	/** With each new token the app reads the notes. */
	private Tokens received(Runnable step) {
		Response[] answer = new Response[1];
		Response notes = this.visitor.page()
			.waitForResponse(this.world.demo("/api/notes"),
					() -> answer[0] = this.visitor.page().waitForResponse(this.world.auth("/oauth2/token"), step));
		assertThat(notes.status()).isEqualTo(200);
		return Tokens.of(JsonMapper.shared().readTree(answer[0].text()));
	}

	/**
	 * What the token endpoint answered.
	 */
	record Tokens(String access, String refresh, String id) {

		static Tokens of(JsonNode json) {
			return new Tokens(json.path("access_token").asString(), json.path("refresh_token").asString(),
					json.path("id_token").asString());
		}

	}

}
