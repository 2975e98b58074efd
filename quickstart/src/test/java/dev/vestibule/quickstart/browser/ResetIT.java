package dev.vestibule.quickstart.browser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Response;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A forgotten password, and what a new one leaves of what was before.
 */
@BrowserTest
class ResetIT {

	private static final String NEW_PASSWORD = "another sentence that only I know";

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void resetWhenByCodeThenLoggedInAndTheMailListsTheOtherWaysIn(String language, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).called("person-%d@gmail.com".formatted(ada.number())).startLogin();
		ada.choose("google");
		ada.introduce();
		ada.allow();
		ada.assertLoggedIn();
		ada.logOut();
		ada.startLogin();
		ada.find("main a[href='/reset']").click();
		assertThat(ada.find("[name=password]")).hasCount(0);
		screens.take(ada, "reset");
		ada.fill("email", ada.email());
		ada.submit("email");
		Mailbox.Mail mail = ada.mailbox().newest();
		assertThat(ada.find(".delivery-sent")).isVisible();
		screens.take(ada, "reset-code");
		choose(ada, mail.wrongCode());
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.take(ada, "reset-code-wrong");
		choose(ada, mail.code());
		ada.assertLoggedIn();
		Mailbox.Mail notice = ada.mailbox().await(2);
		assertThat(notice.text()).contains("Google");
		ada.read(mail);
		screens.take(ada, "mail-reset");
		ada.read(notice);
		screens.take(ada, "mail-password-reset");
		ada.open(notice.link());
		screens.take(ada, "recover");
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void resetWhenByLinkOnAnotherDeviceThenSessionsAndTokensFromBeforeAreDead(String language, World world,
			Visitor thief, Visitor ada, Visitor phone) {
		Screens screens = new Screens(language);
		thief.speaking(language).arrive();
		new BrowserApp(world, thief).logIn();
		ada.speaking(language).withClock().called(thief.email()).open(world.auth("/reset"));
		ada.fill("email", ada.email());
		ada.submit("email");
		Mailbox.Mail mail = ada.mailbox().await(2);
		phone.speaking(language).called(ada.email()).open(mail.link());
		screens.take(phone, "reset-link-phone");
		choose(phone, mail.wrongCode());
		assertThat(phone.find("[role=alert]")).isVisible();
		screens.take(phone, "reset-link-phone-wrong");
		choose(phone, mail.code());
		phone.assertAt(world.auth("/"));
		assertThat(phone.find("main")).containsText(ada.email());
		Response refused = thief.page()
			.waitForResponse(world.auth("/oauth2/token"), () -> thief.find("[data-action=refresh]").click());
		assertThat(refused.status()).isEqualTo(400);
		thief.open(world.auth("/"));
		assertThat(thief.find("main")).not().containsText(ada.email());
		ada.waitInVain(1);
		choose(ada, mail.code());
		assertThat(ada.find("[role=alert]")).isVisible();
		ada.find("main a[href='/login']").click();
		ada.signIn(NEW_PASSWORD);
		ada.assertAt(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void resetWhenByLinkWhereItWasAskedForThenNoDigits(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).arrive();
		ada.logOut();
		ada.open(world.auth("/reset"));
		ada.fill("email", ada.email());
		ada.submit("email");
		Mailbox.Mail mail = ada.mailbox().await(2);
		ada.open(mail.link());
		assertThat(ada.find("[name=code]")).hasCount(0);
		screens.take(ada, "reset-link");
		ada.fill("password", NEW_PASSWORD);
		ada.submit("password");
		assertThat(ada.find("main")).containsText(ada.email());
		ada.open(mail.link());
		assertThat(ada.find("main a[href='/reset']")).isVisible();
		screens.take(ada, "reset-link-used");
		screens.assertNoBarriers();
	}

	private static void choose(Visitor visitor, String code) {
		visitor.fill("code", code);
		visitor.fill("password", NEW_PASSWORD);
		visitor.submit("code");
	}

}
