package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The authorization server killed in the middle of a verification.
 */
@BrowserTest
class CrashIT {

	@Test
	void verificationWhenServerIsKilledThenNeitherMailNorFlowNorTokensAreLost(World world, Visitor ada)
			throws Exception {
		String token = Clients.service(world, "notes.read");
		String keys = Http.get(world.auth("/oauth2/jwks")).response().body();
		ada.signUp();
		world.quickstart().killAuthServer();
		world.quickstart().restartAuthServer();
		assertThat(Http.get(world.auth("/oauth2/jwks")).response().body()).isEqualTo(keys);
		assertThat(Http.get(world.demo("/api/notes"), token).status()).isEqualTo(200);
		ada.open(world.auth("/verify"));
		ada.typeMailedCode();
		assertThat(ada.mailbox().now()).extracting(Mailbox.Mail::code)
			.hasSizeBetween(1, 2)
			.containsOnly(ada.mailbox().newest().code());
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
	}

}
