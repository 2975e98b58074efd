package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The authorization server killed in the middle of a verification.
 */
@BrowserTest
class CrashIT {

	/** The mail may be queued, and no more. */
	private static final String HOLD = "CREATE RULE held AS ON UPDATE TO scheduled_tasks DO INSTEAD NOTHING";

	private static final String RELEASE = "DROP RULE held ON scheduled_tasks";

	@Test
	void verificationWhenServerIsKilledThenNeitherMailNorFlowNorTokensAreLost(World world, Visitor ada)
			throws Exception {
		String token = Clients.service(world, "notes.read");
		String keys = keys(world);
		world.update(HOLD);
		try {
			ada.signUp();
			ada.assertAt(world.auth("/verify"));
			world.quickstart().killAuthServer();
			assertThat(ada.mailbox().now()).isEmpty();
		}
		finally {
			world.update(RELEASE);
			world.quickstart().restartAuthServer();
		}
		assertThat(keys(world)).isEqualTo(keys);
		assertThat(Http.get(world.demo("/api/notes"), token).status()).isEqualTo(200);
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
		assertThat(ada.mailbox().now()).hasSize(1);
	}

	@Test
	void verificationWhenServerIsKilledAfterTheMailThenItsCodeStillWorks(World world, Visitor ada) throws Exception {
		ada.signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		ada.type(mail.wrongCode());
		assertThat(ada.find("[role=alert]")).containsText("4 more times");
		world.quickstart().killAuthServer();
		world.quickstart().restartAuthServer();
		ada.type(mail.wrongCode());
		assertThat(ada.find("[role=alert]")).containsText("3 more times");
		ada.type(mail.code());
		ada.allow();
		ada.assertLoggedIn();
		// One that died between sending and noting so may send the same once more.
		assertThat(ada.mailbox().now()).extracting(Mailbox.Mail::code).containsOnly(mail.code());
	}

	private static String keys(World world) {
		return Http.get(world.auth("/oauth2/jwks")).response().body();
	}

}
