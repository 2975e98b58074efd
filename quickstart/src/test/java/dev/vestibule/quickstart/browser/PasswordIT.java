package dev.vestibule.quickstart.browser;

import com.microsoft.playwright.Keyboard;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing up and in with a password.
 */
@BrowserTest
class PasswordIT {

	private static final String EXPIRE = """
			UPDATE challenge SET code_expires_at = now() - interval '1 second' WHERE email = ? AND spent_at IS NULL""";

	@Test
	void signUpWhenCodeIsTypedThenLoggedIn(World world, Visitor ada) {
		ada.signUp();
		ada.assertAt(world.auth("/verify"));
		assertThat(ada.find("main")).containsText(ada.email());
		ada.assertNothingGained();
		ada.typeMailedCode();
		assertThat(ada.find("h1")).hasText("Allow access?");
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
	}

	@Test
	void signUpWhenFieldsAreWrongThenEachIsNamed(Visitor ada) {
		ada.startLogin();
		ada.find("main a[href='/signup']").click();
		ada.skipBrowserValidation();
		ada.fillSignUp("not an address", "", "password");
		assertThat(ada.find("#email-error"))
			.hasText("This is not an e-mail address. It should look like name@example.com.");
		assertThat(ada.find("#name-error")).hasText("Enter your name.");
		assertThat(ada.find("#password-error")).hasText("This password is too short; use 15 characters or more.");
		assertThat(ada.find("[name=password]")).hasValue("");
	}

	@Test
	void codeWhenWrongThenAttemptsLeftAreShown(Visitor ada) {
		ada.signUp();
		String wrong = ada.mailbox().newest().wrongCode();
		ada.type(wrong);
		assertThat(ada.find("[role=alert]")).hasText("That code is not right. You can try 4 more times.");
		ada.type(wrong);
		assertThat(ada.find("[role=alert]")).hasText("That code is not right. You can try 3 more times.");
		ada.assertNothingGained();
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
	}

	@Test
	void codeWhenTriedTooOftenThenEvenTheRightOneIsRefused(Visitor ada) {
		ada.signUp();
		String wrong = ada.mailbox().newest().wrongCode();
		for (int left : new int[] { 4, 3, 2 }) {
			ada.type(wrong);
			assertThat(ada.find("[role=alert]"))
				.hasText("That code is not right. You can try %d more times.".formatted(left));
		}
		ada.type(wrong);
		assertThat(ada.find("[role=alert]")).hasText("That code is not right. You can try once more.");
		ada.type(wrong);
		ada.typeMailedCode();
		assertThat(ada.find("[role=alert]")).containsText("Too many wrong tries.");
		ada.assertNothingGained();
	}

	@Test
	void codeWhenExpiredThenANewOneIsSent(World world, Visitor ada) {
		ada.signUp();
		String old = ada.mailbox().newest().code();
		assertThat(world.update(EXPIRE, ada.email())).isOne();
		world.aMinuteLater(ada.email());
		ada.type(old);
		assertThat(ada.find("[role=alert]"))
			.hasText("That code has expired. Ask for a new one, or use the link in the mail.");
		ada.assertNothingGained();
		ada.open(world.auth("/verify"));
		ada.find("form[action='/verify/resend'] button").click();
		assertThat(ada.find("[role=status]")).hasText("A new code is on its way. The earlier one no longer works.");
		ada.type(ada.mailbox().await(2).code());
		ada.allow();
		ada.assertLoggedIn();
	}

	@Test
	void resendWhenAskedAtOnceThenToldToWait(Visitor ada) {
		ada.signUp();
		ada.mailbox().newest();
		ada.find("form[action='/verify/resend'] button").click();
		assertThat(ada.find("[role=alert]")).containsText("Please try again in");
		assertThat(ada.mailbox().now()).hasSize(1);
	}

	@Test
	void signUpWhenAddressHasAnAccountThenTheMailSaysSoAndThePageDoesNot(World world, Visitor ada, Visitor mallory) {
		ada.arrive();
		mallory.called(ada.email()).signUp();
		mallory.assertAt(world.auth("/verify"));
		assertThat(mallory.find("main")).containsText(ada.email());
		assertThat(ada.mailbox().await(2).subject()).isEqualTo("You already have an account");
	}

	@Test
	void signInWhenPasswordIsWrongThenToldSoAndTheRightOneWorks(Visitor ada) {
		ada.arrive();
		ada.logOut();
		ada.startLogin();
		ada.signIn("not the password that I chose");
		assertThat(ada.find("[role=alert]")).hasText("The e-mail address or the password is not right.");
		assertThat(ada.find("[name=username]")).hasValue(ada.email());
		ada.signIn(Visitor.PASSWORD);
		ada.assertLoggedIn();
	}

	@Test
	void signInWhenByKeyboardAloneThenLoggedIn(World world, Visitor ada) {
		ada.arrive();
		ada.logOut();
		ada.open(world.demo("/"));
		ada.tabTo("main a.primary");
		Keyboard keyboard = ada.page().keyboard();
		keyboard.press("Enter");
		assertThat(ada.find("[name=username]")).isFocused();
		keyboard.type(ada.email());
		ada.tabTo("[name=password]");
		keyboard.type(Visitor.PASSWORD);
		keyboard.press("Enter");
		ada.assertLoggedIn();
	}

}
