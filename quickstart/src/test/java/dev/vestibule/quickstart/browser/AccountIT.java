package dev.vestibule.quickstart.browser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Another address for one's account, and the way back.
 */
@BrowserTest
class AccountIT {

	private static final String NEW_PASSWORD = "another sentence that only I know";

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void addressWhenChangedByCodeThenTheOldMailboxUndoesIt(String language, World world, Visitor ada, Visitor owner) {
		Screens screens = new Screens(language);
		ada.speaking(language).arrive();
		String old = ada.email();
		String changed = "new-" + old;
		ada.open(world.auth("/"));
		ada.find("main a[href='/account']").click();
		assertThat(ada.find("main")).containsText(old);
		screens.take(ada, "account");
		ada.find("main a[href='/account/email']").click();
		assertThat(ada.find("[name=email]")).isVisible();
		screens.take(ada, "account-email");
		ada.fill("email", changed);
		ada.submit("email");
		Mailbox.Mail mail = world.mailbox(changed).newest();
		assertThat(ada.find(".delivery-sent")).isVisible();
		screens.take(ada, "account-email-code");
		ada.fill("code", mail.code());
		ada.submit("code");
		assertThat(ada.find("[role=status]")).isVisible();
		assertThat(ada.find("main")).containsText(changed);
		screens.take(ada, "account-email-changed");
		Mailbox.Mail notice = world.mailbox(old).await(2);
		owner.speaking(language).called(old);
		owner.read(notice);
		screens.take(owner, "mail-address-changed");
		owner.open(notice.link());
		screens.take(owner, "revert");
		owner.fill("code", notice.code());
		owner.fill("password", NEW_PASSWORD);
		owner.submit("code");
		owner.assertAt(world.auth("/"));
		assertThat(owner.find("main")).containsText(old);
		owner.open(world.auth("/account"));
		assertThat(owner.find("main")).not().containsText(changed);
		screens.take(owner, "account-reverted");
		ada.open(world.auth("/account"));
		ada.assertAt(world.auth("/login"));
		ada.signIn(Visitor.PASSWORD);
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void addressWhenProvedByLinkThenOnlyInTheBrowserThatAsked(String language, World world, Visitor ada,
			Visitor phone) {
		Screens screens = new Screens(language);
		ada.speaking(language).arrive();
		Mailbox.Mail mail = ada.askForAddress("new-" + ada.email());
		phone.speaking(language).open(mail.link());
		assertThat(phone.find("h1")).isVisible();
		assertThat(phone.find("main button")).hasCount(0);
		screens.take(phone, "account-email-link-phone");
		ada.open(mail.link());
		screens.take(ada, "account-email-link");
		ada.submit("token");
		ada.assertAt(world.auth("/account"));
		assertThat(ada.find("[role=status]")).isVisible();
		assertThat(ada.find("main")).containsText("new-" + ada.email());
		ada.open(mail.link());
		assertThat(ada.find("main a[href='/account']")).isVisible();
		screens.take(ada, "account-email-link-used");
		screens.assertNoBarriers();
	}

}
