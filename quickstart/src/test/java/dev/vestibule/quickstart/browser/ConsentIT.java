package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * What a person allows a client, and what not.
 */
@BrowserTest
class ConsentIT {

	@Test
	void consentWhenDeniedThenTheDemoClientSaysSo(World world, Visitor ada) {
		ada.signUp();
		ada.typeMailedCode();
		assertThat(ada.find("main")).containsText("Demo client would like to");
		ada.deny();
		ada.assertAt(world.demo("/login/failed"));
		assertThat(ada.find("#reason"))
			.hasText("You cancelled the login, or did not allow what the application asked for.");
		ada.find("main a.primary").click();
		ada.allow();
		ada.assertLoggedIn();
	}

	@Test
	void consentWhenGrantedThenItIsNotAskedAgain(Visitor ada) {
		ada.arrive();
		ada.logOut();
		ada.startLogin();
		ada.signIn(Visitor.PASSWORD);
		ada.assertLoggedIn();
	}

	@Test
	void consentWhenAScopeIsLeftOutThenTheApiRefusesJustThat(Visitor ada) {
		ada.signUp();
		ada.typeMailedCode();
		ada.find("[name=scope][value='notes.write']").uncheck();
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
		ada.fill("text", "this may not be written");
		ada.submit("text");
		assertThat(ada.find("[role=alert]"))
			.containsText("You did not allow this application to do that with your notes.");
	}

}
