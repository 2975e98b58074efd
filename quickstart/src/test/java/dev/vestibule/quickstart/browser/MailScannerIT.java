package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of mailed link, after a mail scanner has had its way with it: nothing is
 * destroyed, and the person goes on with the same mail.
 */
@BrowserTest
class MailScannerIT {

	private static final String NEW_PASSWORD = "another sentence that only I know";

	@Test
	void signUpWhenScannedThenTheCodeStillWorks(Visitor ada, Browser browser) {
		ada.signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		new MailScanner(browser).scan(mail.link());
		ada.assertNothingGained();
		assertThat(ada.mailbox().now()).hasSize(1);
		ada.type(mail.code());
		ada.allow();
		ada.assertLoggedIn();
	}

	@Test
	void signUpWhenScannedThenItContinuesOnThePhone(World world, Visitor ada, Visitor phone, Browser browser) {
		ada.signUp();
		Mailbox.Mail mail = ada.mailbox().newest();
		new MailScanner(browser).scan(mail.link());
		phone.called(ada.email()).continueHere(mail);
		phone.assertAt(world.auth("/"));
		assertThat(phone.find("main")).containsText(ada.email());
	}

	@Test
	void proofWhenScannedThenTheLinkStillWorks(World world, Visitor ada, Browser browser) {
		ada.arrive();
		ada.logOut();
		world.update("UPDATE account SET proof_due_at = now() WHERE email = ?", ada.email());
		ada.startLogin();
		ada.signIn(Visitor.PASSWORD);
		ada.assertAt(world.auth("/verify"));
		Mailbox.Mail mail = ada.mailbox().await(2);
		new MailScanner(browser).scan(mail.link());
		assertThat(world.update("UPDATE account SET proof_due_at = now() WHERE email = ? AND proof_due_at IS NOT NULL",
				ada.email()))
			.isOne();
		ada.open(mail.link());
		ada.submit("token");
		ada.assertLoggedIn();
	}

	@Test
	void resetWhenScannedThenThePasswordIsAsItWasAndTheLinkWorks(World world, Visitor ada, Visitor asking,
			Visitor phone, Browser browser) {
		ada.arrive();
		asking.open(world.auth("/reset"));
		asking.fill("email", ada.email());
		asking.submit("email");
		asking.assertAt(world.auth("/reset/code"));
		Mailbox.Mail mail = ada.mailbox().await(2);
		new MailScanner(browser).scan(mail.link());
		assertAsBefore(world, ada);
		phone.open(mail.link());
		phone.fill("code", mail.code());
		phone.fill("password", NEW_PASSWORD);
		phone.submit("code");
		phone.assertAt(world.auth("/"));
		assertThat(phone.find("main")).containsText(ada.email());
		Mailbox.Mail notice = ada.mailbox().await(3);
		new MailScanner(browser).scan(notice.link());
		phone.open(world.auth("/"));
		assertThat(phone.find("main")).containsText(ada.email());
		ada.open(notice.link());
		ada.fill("code", notice.code());
		ada.fill("password", Visitor.PASSWORD);
		ada.submit("code");
		assertThat(ada.find("main")).containsText(ada.email());
		phone.open(world.auth("/"));
		assertThat(phone.find("main")).not().containsText(ada.email());
	}

	@Test
	void newAddressWhenScannedThenNothingHasChangedAndTheLinkWorks(World world, Visitor ada, Browser browser) {
		ada.arrive();
		String changed = "new-" + ada.email();
		Mailbox.Mail mail = ada.askForAddress(changed);
		new MailScanner(browser).scan(mail.link());
		ada.open(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
		assertThat(ada.find("main")).not().containsText(changed);
		assertThat(world.mailbox(changed).now()).hasSize(1);
		ada.open(mail.link());
		ada.submit("token");
		ada.assertAt(world.auth("/account"));
		assertThat(ada.find("main")).containsText(changed);
	}

	@Test
	void newAddressWhenScannedThenTheCodeStillWorks(World world, Visitor ada, Browser browser) {
		ada.arrive();
		String changed = "new-" + ada.email();
		Mailbox.Mail mail = ada.askForAddress(changed);
		new MailScanner(browser).scan(mail.link());
		ada.fill("code", mail.code());
		ada.submit("code");
		ada.assertAt(world.auth("/account"));
		assertThat(ada.find("main")).containsText(changed);
	}

	@Test
	void revertWhenScannedThenTheAddressStaysChangedAndTheLinkWorks(World world, Visitor ada, Visitor owner,
			Browser browser) {
		ada.arrive();
		String changed = "new-" + ada.email();
		ada.fill("code", ada.askForAddress(changed).code());
		ada.submit("code");
		Mailbox.Mail notice = ada.mailbox().await(2);
		new MailScanner(browser).scan(notice.link());
		ada.open(world.auth("/account"));
		assertThat(ada.find("main")).containsText(changed);
		owner.open(notice.link());
		owner.fill("code", notice.code());
		owner.fill("password", NEW_PASSWORD);
		owner.submit("code");
		owner.open(world.auth("/account"));
		assertThat(owner.find("main")).containsText(ada.email());
		assertThat(owner.find("main")).not().containsText(changed);
		ada.open(world.auth("/account"));
		ada.assertAt(world.auth("/login"));
	}

	/** The session that was there still is, and the password opens the account. */
	private static void assertAsBefore(World world, Visitor ada) {
		ada.open(world.auth("/"));
		assertThat(ada.find("main")).containsText(ada.email());
		ada.logOut();
		ada.startLogin();
		ada.signIn(Visitor.PASSWORD);
		ada.assertLoggedIn();
	}

}
