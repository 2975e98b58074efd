package dev.vestibule.quickstart.browser;

import com.microsoft.playwright.Response;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the demo client does with its tokens: the page that calls the API, and the browser
 * app.
 */
@BrowserTest
class DemoClientIT {

	@Test
	void notesWhenWrittenThenTheyAreRead(Visitor ada, Visitor bob) {
		ada.arrive();
		ada.assertApiAnswers();
		ada.fill("text", "Remember the <b>milk</b>");
		ada.submit("text");
		assertThat(ada.find("ul.notes li")).hasText("Remember the <b>milk</b>");
		bob.arrive();
		bob.assertApiAnswers();
		assertThat(bob.find("ul.notes li")).hasText("Nothing here yet.");
	}

	@Test
	void browserAppWhenLoggedInThenItRefreshesCallsAndLogsOut(World world, Visitor ada) {
		ada.arrive();
		BrowserApp app = new BrowserApp(world, ada);
		BrowserApp.Tokens first = app.logIn();
		ada.assertAt(world.demo("/spa"));
		assertThat(ada.find("[data-claims]")).containsText(ada.email());
		BrowserApp.Tokens second = app.refresh();
		assertThat(second.access()).isNotEqualTo(first.access());
		assertThat(second.refresh()).isNotEqualTo(first.refresh());
		Response written = ada.page().waitForResponse(world.demo("/api/notes"), () -> {
			ada.fill("text", "From the browser alone");
			ada.submit("text");
		});
		assertThat(written.status()).isEqualTo(201);
		assertThat(ada.find("[data-notes] li")).hasText("From the browser alone");
		ada.find("[data-action=logout]").click();
		assertThat(ada.find("[data-action=login]")).isVisible();
		ada.open(world.auth("/"));
		assertThat(ada.find("main a[href='/login']")).isVisible();
	}

}
