package dev.vestibule.quickstart.browser;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.standin.Facebook;
import dev.vestibule.standin.StandIn;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logging in with Facebook, whose addresses are never taken on trust.
 */
@BrowserTest
class FacebookIT {

	@Test
	void loginWhenAddressIsGivenThenNothingUntilProved(World world, Visitor katherine) {
		katherine.startLogin();
		katherine.choose("facebook");
		katherine.introduce();
		katherine.assertAt(world.auth("/verify"));
		katherine.assertNothingGained();
		katherine.typeMailedCode();
		katherine.allow();
		katherine.assertLoggedIn();
		katherine.assertApiAnswers();
	}

	@Test
	void loginWhenKnownThenProofIsNotAskedAgain(Visitor katherine) {
		katherine.startLogin();
		katherine.choose("facebook");
		katherine.introduce();
		katherine.typeMailedCode();
		katherine.allow();
		katherine.assertLoggedIn();
		katherine.logOut();
		katherine.startLogin();
		katherine.choose("facebook");
		katherine.introduce();
		katherine.assertLoggedIn();
		assertThat(katherine.mailbox().now()).hasSize(1);
	}

	@Test
	void loginWhenNoAddressIsGivenThenItIsAskedForAndProved(World world, Visitor dorothy) {
		dorothy.startLogin();
		dorothy.choose("facebook");
		dorothy.introduceWith("");
		dorothy.assertAt(world.auth("/signup/address"));
		dorothy.assertNothingGained();
		dorothy.open(world.auth("/signup/address"));
		dorothy.fill("email", dorothy.email());
		dorothy.submit("email");
		dorothy.assertNothingGained();
		dorothy.open(world.auth("/verify"));
		dorothy.typeMailedCode();
		dorothy.allow();
		dorothy.assertLoggedIn();
		dorothy.assertApiAnswers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void dataDeletionThenFacebookCanShowWhatBecameOfIt(String language, World world, Visitor katherine) {
		Screens screens = new Screens(language);
		katherine.speaking(language);
		world.standIns().during(world, List.of("facebook"), () -> {
			String id = StandIns.id("facebook");
			katherine.startLogin();
			katherine.choose(id);
			katherine.introduce();
			katherine.typeMailedCode();
			katherine.allow();
			katherine.assertLoggedIn();
			katherine.open(erase(world, id, katherine.subject()));
			assertThat(katherine.find("main p")).hasCount(3);
			screens.take(katherine, "data-deletion");
			katherine.open(erase(world, id, "4711"));
			assertThat(katherine.find("main p")).hasCount(2);
			screens.take(katherine, "data-deletion-nothing");
		});
		screens.assertNoBarriers();
	}

	/** What Facebook does for somebody, and the address that it then shows them. */
	private static String erase(World world, String provider, String subject) {
		Http answer = Http.postForm(world.auth("/providers/" + provider + "/data-deletion"),
				new Parameters(Map.of("signed_request", Facebook.notice(subject, StandIn.SECRET, Instant.now()))));
		assertThat(answer.status()).isEqualTo(200);
		return answer.json().get("url").asString();
	}

	@Test
	void cancelWhenAtFacebookThenOtherWaysAreOffered(World world, Visitor dorothy) {
		dorothy.startLogin();
		dorothy.choose("facebook");
		dorothy.cancelAtProvider();
		dorothy.assertAt(world.auth("/login"));
		assertThat(dorothy.find("[role=alert]"))
			.hasText("You stopped signing in with Facebook. Try again, or choose another way.");
		assertThat(dorothy.find("a[href$='/oauth2/authorization/google']")).isVisible();
		assertThat(dorothy.find("[name=password]")).isVisible();
	}

}
