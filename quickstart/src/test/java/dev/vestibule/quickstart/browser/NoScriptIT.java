package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

/**
 * The way in without JavaScript.
 */
@BrowserTest
class NoScriptIT {

	@Test
	void loginWhenNoScriptRunsThenItWorksAllTheSame(@NoScript Visitor ada) {
		ada.arrive();
		ada.assertApiAnswers();
		ada.logOut();
		ada.startLogin();
		ada.signIn(Visitor.PASSWORD);
		ada.assertLoggedIn();
	}

}
