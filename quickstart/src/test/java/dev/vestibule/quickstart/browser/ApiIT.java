package dev.vestibule.quickstart.browser;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo's API over the real thing: what it accepts, and what it refuses as RFC 6750
 * says. (That an expired token is refused is the demo client's own test.)
 */
@BrowserTest
class ApiIT {

	@Test
	void callWhenTokenIsForItThenAccepted(World world) {
		String token = Clients.service(world, "notes.read notes.write");
		assertThat(Http.postJson(world.demo("/api/notes"), token, Map.of("text", "By a service")).status())
			.isEqualTo(201);
		Http notes = Http.get(world.demo("/api/notes"), token);
		assertThat(notes.status()).isEqualTo(200);
		assertThat(notes.response().body()).contains("By a service");
	}

	@Test
	void callWhenNoTokenThenRefusedWithoutAnError(World world) {
		Http answer = Http.get(world.demo("/api/notes"));
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer").doesNotContain("error=");
	}

	@Test
	void callWhenIdTokenThenRefused(World world, Visitor ada) {
		ada.arrive();
		BrowserApp.Tokens tokens = new BrowserApp(world, ada).logIn();
		assertThat(Http.get(world.demo("/api/notes"), tokens.access()).status()).isEqualTo(200);
		assertRefused(world, tokens.id());
	}

	@Test
	void callWhenForgedThenRefused(World world) {
		String token = Clients.service(world, "notes.read");
		String signature = token.substring(token.lastIndexOf('.') + 1);
		char other = (signature.charAt(10) == 'A') ? 'B' : 'A';
		assertRefused(world, token.substring(0, token.lastIndexOf('.') + 1) + signature.substring(0, 10) + other
				+ signature.substring(11));
	}

	@Test
	void callWhenForAnotherAudienceThenRefused(World world) {
		assertRefused(world, Clients.administration(world));
	}

	@Test
	void callWhenScopeIsMissingThenForbidden(World world) {
		Http answer = Http.postJson(world.demo("/api/notes"), Clients.service(world, "notes.read"),
				Map.of("text", "Not mine to write"));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ").contains("error=\"insufficient_scope\"");
	}

	private static void assertRefused(World world, String token) {
		Http answer = Http.get(world.demo("/api/notes"), token);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer ").contains("error=\"invalid_token\"");
	}

}
