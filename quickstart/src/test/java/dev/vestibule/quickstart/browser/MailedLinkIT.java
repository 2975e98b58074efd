package dev.vestibule.quickstart.browser;

import com.microsoft.playwright.APIRequestContext;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mailed link: opening it changes nothing, and it works where it was asked for only.
 */
@BrowserTest
class MailedLinkIT {

	@Test
	void linkWhenOpenedInTheSameBrowserThenOnlyItsButtonActs(Visitor ada) {
		ada.signUp();
		String link = ada.mailbox().newest().link();
		APIRequestContext scanner = ada.context().request();
		assertThat(scanner.head(link).status()).isEqualTo(200);
		assertThat(scanner.get(link).text()).contains("Confirm this address");
		ada.assertNothingGained();
		ada.open(link);
		assertThat(ada.find("main")).containsText(ada.email());
		ada.submit("token");
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
	}

	@Test
	void linkWhenOpenedInAnotherBrowserThenNothingIsGained(World world, Visitor ada, Visitor scanner) {
		ada.signUp();
		scanner.open(ada.mailbox().newest().link());
		assertThat(scanner.find("h1")).hasText("Go back to where you started");
		assertThat(scanner.find("[name=code]")).isVisible();
		scanner.assertNothingGained();
		ada.assertNothingGained();
		ada.open(world.auth("/verify"));
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
	}

	@Test
	void linkWhenUsedThenItNoLongerWorks(Visitor ada) {
		ada.signUp();
		String link = ada.mailbox().newest().link();
		ada.open(link);
		ada.submit("token");
		assertThat(ada.find("h1")).hasText("Allow access?");
		ada.open(link);
		assertThat(ada.find("h1")).hasText("This link no longer works");
	}

}
