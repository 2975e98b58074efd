package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Logging out, which ends the session on both sides.
 */
@BrowserTest
class LogoutIT {

	@Test
	void logoutWhenAtTheDemoClientThenBothSessionsAreOver(World world, Visitor ada) {
		ada.arrive();
		ada.logOut();
		assertThat(ada.find("header form")).hasCount(0);
		ada.open(world.auth("/"));
		assertThat(ada.find("h1")).hasText("Welcome");
		assertThat(ada.find("main a[href='/login']")).isVisible();
		ada.open(world.demo("/profile"));
		ada.assertAt(world.auth("/login"));
	}

	@Test
	void logoutWhenAtTheServerThenSignedOutThere(World world, Visitor ada) {
		ada.arrive();
		ada.open(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
		ada.find("main button").click();
		assertThat(ada.find("h1")).hasText("You are signed out");
		ada.open(world.auth("/"));
		assertThat(ada.find("main a[href='/login']")).isVisible();
	}

}
