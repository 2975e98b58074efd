package dev.vestibule.quickstart.browser;

import java.util.Map;

import dev.vestibule.quickstart.http.Parameters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens for clients that act for themselves.
 */
final class Clients {

	private Clients() {
	}

	static String token(World world, String client, String secret, String scope) {
		Http answer = Http.postForm(world.auth("/oauth2/token"), client, secret,
				new Parameters(Map.of("grant_type", "client_credentials", "scope", scope)));
		assertThat(answer.status()).isEqualTo(200);
		return answer.json().get("access_token").asString();
	}

	static String service(World world, String scope) {
		return token(world, "demo-service", "demo-service-secret", scope);
	}

	static String administration(World world) {
		return token(world, "admin-cli", "admin-cli-secret", "admin");
	}

}
