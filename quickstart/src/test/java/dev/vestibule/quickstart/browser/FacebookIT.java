package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

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
