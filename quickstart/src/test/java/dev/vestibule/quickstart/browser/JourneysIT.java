package dev.vestibule.quickstart.browser;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * People for whom signing up does not go straight, and who are led to the end by the
 * pages alone.
 */
@BrowserTest
class JourneysIT {

	private static final Map<String, String> OVER = Map.of("en", "What you were confirming here is over", "ko",
			"확인 절차가 종료되었습니다");

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void addressWhenMistypedThenThePageSaysSoByItselfAndLeadsToCorrectingIt(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		String right = ada.email();
		ada.speaking(language).withClock().called("mistyped-" + right).signUp();
		ada.mailbox().newest();
		ada.waitUntil(ada.find(".delivery-sent")::isVisible);
		ada.fill("code", "12");
		assertThat(world.update("""
				UPDATE mail SET state = 'failed', reason = '550 5.1.1 No such user here' WHERE recipient = ?""",
				ada.email()))
			.isOne();
		ada.waitUntil(ada.find(".delivery-failed")::isVisible);
		assertThat(ada.find("[name=code]")).hasValue("12");
		screens.take(ada, "journey-mistyped");
		ada.find("#correction a").click();
		ada.called(right).fillSignUp(right, ada.name(), Visitor.PASSWORD);
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void mailWhenLostThenAnotherIsSent(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail lost = ada.mailbox().newest();
		assertThat(ada.find("#resend-in")).isVisible();
		world.aMinuteLater(ada.email());
		ada.waitUntil(ada.find("#resend-in")::isHidden);
		ada.find("form[action='/verify/resend'] button").click();
		assertThat(ada.find("[role=status]")).isVisible();
		ada.waitUntil(ada.find(".delivery-sent")::isVisible);
		screens.take(ada, "journey-sent-again");
		Mailbox.Mail second = ada.mailbox().await(2);
		ada.type(lost.code());
		assertThat(ada.find("[role=alert]")).isVisible();
		ada.open(lost.link());
		assertThat(ada.find("main a[href='/signup']")).isVisible();
		screens.take(ada, "journey-old-link");
		ada.open(world.auth("/verify"));
		ada.type(second.code());
		ada.allow();
		ada.assertLoggedIn();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void mailWhenOpenedOnThePhoneThenFinishedThereAndSignedInHere(String language, World world, Visitor ada,
			Visitor phone) {
		Screens screens = new Screens(language);
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		ada.waitUntil(ada.find(".delivery-sent")::isVisible);
		phone.speaking(language).called(ada.email()).open(mail.link());
		screens.take(phone, "journey-phone");
		phone.continueHere(mail);
		phone.assertAt(world.auth("/"));
		assertThat(phone.find("main")).containsText(ada.email());
		ada.waitInVain(2);
		ada.assertAt(world.auth("/verify"));
		ada.type(mail.code());
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.take(ada, "journey-finished-elsewhere");
		ada.find("main a[href='/login']").click();
		ada.signIn(Visitor.PASSWORD);
		ada.allow();
		ada.assertLoggedIn();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void cookiesWhenClearedThenTheMailStillLeadsIn(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		ada.context().clearCookies();
		ada.waitUntil(ada.find("[role=alert]")::isVisible);
		assertThat(ada.find("[role=alert]")).containsText(OVER.get(language));
		screens.take(ada, "journey-cookies-cleared");
		ada.continueHere(mail);
		ada.assertAt(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
		ada.startLoginSignedIn();
		ada.allow();
		ada.assertLoggedIn();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void codeWhenExpiredThenTheLinkStillWorksAndTheWaitingPageMovesOn(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		world.update("UPDATE challenge SET code_expires_at = now() WHERE email = ?", ada.email());
		ada.waitUntil(ada.find("#waiting-notices [role=alert]")::isVisible);
		screens.take(ada, "journey-code-expired");
		ada.open(world.auth("/verify"));
		// As if the mail had just been asked for: the page asks every two seconds.
		world.update("UPDATE challenge SET code_expires_at = now() + interval '1 minute' WHERE email = ?", ada.email());
		ada.open(world.auth("/verify"));
		Page tab = ada.context().newPage();
		tab.navigate(mail.link());
		screens.take(ada, "journey-waiting");
		tab.locator("main form button").click();
		assertThat(tab.locator("button[form=allow]")).isVisible();
		ada.waitUntil(() -> ada.page().url().equals(world.auth("/")));
		assertThat(ada.find("main")).containsText(ada.email());
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void signUpWhenLeftForTooLongThenItBeginsAgain(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		world.update("UPDATE challenge SET expires_at = now() WHERE email = ?", ada.email());
		ada.waitUntil(ada.find("[role=alert]")::isVisible);
		assertThat(ada.find("[role=alert]")).containsText(OVER.get(language));
		screens.take(ada, "journey-too-late");
		ada.open(mail.link());
		screens.take(ada, "journey-link-too-late");
		ada.find("main a[href='/signup']").click();
		world.aMinuteLater(ada.email());
		ada.fillSignUp(ada.email(), ada.name(), Visitor.PASSWORD);
		ada.type(ada.mailbox().await(2).code());
		ada.allow();
		ada.assertLoggedIn();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en" })
	void waitingWhenNoScriptRunsThenCheckedByHand(String language, World world, @NoScript Visitor ada) {
		ada.speaking(language).withClock().signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		Page tab = ada.context().newPage();
		tab.navigate(mail.link());
		tab.locator("main form button").click();
		ada.find("#waiting a[href='/verify']").click();
		ada.assertAt(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
	}

}
