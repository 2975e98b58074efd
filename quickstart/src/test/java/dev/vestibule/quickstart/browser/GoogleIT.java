package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logging in with Google, whose word counts for its own addresses only.
 */
@BrowserTest
class GoogleIT {

	@Test
	void loginWhenGmailThenStraightThrough(Visitor ada) {
		ada.called("ada.trusted@gmail.com").startLogin();
		ada.choose("google");
		ada.introduce();
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
		assertThat(ada.mailbox().now()).isEmpty();
	}

	@Test
	void loginWhenDomainIsHostedByGoogleThenStraightThrough(Visitor grace) {
		grace.startLogin();
		grace.choose("google");
		grace.fill("hd", "people.example");
		grace.introduce();
		grace.allow();
		grace.assertLoggedIn();
		assertThat(grace.mailbox().now()).isEmpty();
	}

	@Test
	void loginWhenGoogleIsNotAuthoritativeThenNothingUntilProved(World world, Visitor alan) {
		alan.startLogin();
		alan.choose("google");
		alan.introduce();
		alan.assertAt(world.auth("/verify"));
		alan.assertNothingGained();
		alan.typeMailedCode();
		alan.allow();
		alan.assertLoggedIn();
		alan.assertApiAnswers();
	}

	@Test
	void loginWhenAddressHasAnAccountThenSignsInOnceMoreToLink(Visitor ada, Visitor again) {
		ada.called("ada.links@gmail.com").arrive();
		again.called(ada.email()).startLogin();
		again.choose("google");
		again.introduce();
		assertThat(again.find("[role=status]")).containsText("link Google");
		again.assertNothingGained();
		again.fill("password", Visitor.PASSWORD);
		again.submit("username");
		again.assertLoggedIn();
		ada.mailbox().await(3);
		assertThat(ada.mailbox().now()).extracting(Mailbox.Mail::subject)
			.as("of the link and of the new device, in no order")
			.contains("Google can now sign you in", "New sign-in to your account");
	}

	@Test
	void cancelWhenAtGoogleThenOtherWaysAreOffered(World world, Visitor ada) {
		ada.startLogin();
		ada.choose("google");
		ada.cancelAtProvider();
		ada.assertAt(world.auth("/login"));
		assertThat(ada.find("[role=alert]"))
			.hasText("You stopped signing in with Google. Try again, or choose another way.");
		ada.choose("facebook");
		ada.introduce();
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
	}

}
