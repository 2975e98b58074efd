package dev.vestibule.quickstart.browser;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Response;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client from its registration by an administrator to its last login.
 */
@BrowserTest
class AdminApiIT {

	/** RFC 7636, appendix B. */
	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	@Test
	void clientWhenRegisteredThenPeopleLogInWithItUntilItIsDeleted(World world, Visitor ada) throws Exception {
		BlockingQueue<Parameters> answers = new LinkedBlockingQueue<>();
		try (LoopbackServer party = LoopbackServer.start(0, (request) -> {
			answers.add(request.query());
			return Response.text(200, "Thank you.");
		})) {
			String callback = "http://127.0.0.1:%d/callback".formatted(party.port());
			String secret = register(world, callback);
			ada.open(world.auth("/oauth2/authorize?") + request(callback).encode());
			ada.find("main a[href='/signup']").click();
			ada.fillSignUp(ada.email(), ada.name(), Visitor.PASSWORD);
			ada.typeMailedCode();
			assertThat(ada.find("main")).containsText("Bookshop would like to");
			ada.allow();
			Parameters answer = answers.poll(20, TimeUnit.SECONDS);
			assertThat(answer).isNotNull();
			assertThat(answer.get("iss")).isEqualTo(world.auth(""));
			assertThat(answer.get("state")).isEqualTo("a-state");
			Http tokens = redeem(world, secret, callback, answer.get("code"));
			assertThat(tokens.status()).isEqualTo(200);
			assertThat(Http.get(world.auth("/userinfo"), tokens.json().get("access_token").asString())
				.json()
				.get("email")
				.asString()).isEqualTo(ada.email());
			delete(world);
			ada.open(world.auth("/oauth2/authorize?") + request(callback).encode());
			assertThat(ada.find("main")).containsText("The service that sent you here is not known to this server.");
			assertThat(answers).isEmpty();
		}
	}

	private static String register(World world, String callback) {
		Http created = Http.postJson(world.auth("/admin/api/clients"), Clients.administration(world),
				Map.of("client_id", "bookshop", "client_name", "Bookshop", "scope", "openid email", "redirect_uris",
						List.of(callback)));
		assertThat(created.status()).isEqualTo(201);
		return created.json().get("client_secret").asString();
	}

	private static Parameters request(String callback) {
		return new Parameters(Map.of("response_type", "code", "client_id", "bookshop", "redirect_uri", callback,
				"scope", "openid email", "state", "a-state", "code_challenge", CHALLENGE, "code_challenge_method",
				"S256"));
	}

	private static Http redeem(World world, String secret, String callback, String code) {
		return Http.postForm(world.auth("/oauth2/token"), "bookshop", secret, new Parameters(Map.of("grant_type",
				"authorization_code", "code", code, "redirect_uri", callback, "code_verifier", VERIFIER)));
	}

	private static void delete(World world) {
		String client = world.auth("/admin/api/clients/bookshop");
		assertThat(Http.delete(client, Clients.administration(world)).status()).isEqualTo(204);
		assertThat(Http.get(client, Clients.administration(world)).status()).isEqualTo(404);
	}

}
