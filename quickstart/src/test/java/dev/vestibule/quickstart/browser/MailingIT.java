package dev.vestibule.quickstart.browser;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * News by mail to somebody who has signed in, and the ways to get no more of it.
 */
@BrowserTest
class MailingIT {

	private static final Map<String, Map<String, String>> NEWS = Map.of("en", Map.of("subject", "News for {name}",
			"text",
			"Hello {name},\n\nthe notes can be sorted now: by title, or by the day you wrote them.\n\nSee you there."),
			"ko", Map.of("subject", "{name}님께 드리는 소식", "text",
					"안녕하세요, {name}님.\n\n이제 메모를 제목순이나 작성일순으로 정렬할 수 있습니다.\n\n감사합니다."));

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void mailToSignedInPersonThenUnsubscribedByItsLinkAndBackOnByTheSwitch(String language, World world, Visitor ada,
			Visitor phone) {
		Screens screens = new Screens(language);
		ada.speaking(language).arrive();
		String account = ada.find("dt:text-is('sub') + dd").innerText();
		Mailbox.Mail news = write(world, account, ada);
		phone.speaking(language).read(news);
		screens.take(phone, "mail-news");
		phone.open(news.unsubscribeLink());
		assertThat(phone.find("main button")).isVisible();
		screens.take(phone, "unsubscribe");
		ada.open(world.auth("/account"));
		assertThat(ada.find("form[action='/account/mailings'] [name=on]")).hasValue("false");
		phone.submit("token");
		assertThat(phone.find("main a[href='/account']")).isVisible();
		screens.take(phone, "unsubscribe-done");
		phone.open(world.auth("/unsubscribe?token=x"));
		assertThat(phone.find("[role=alert]")).isVisible();
		screens.take(phone, "unsubscribe-invalid");
		ada.open(world.auth("/account"));
		screens.take(ada, "account-mailings-off");
		ada.submit("on");
		assertThat(ada.find("[role=status]")).isVisible();
		assertThat(ada.find("form[action='/account/mailings'] [name=on]")).hasValue("false");
		screens.take(ada, "account-mailings-on");
		screens.assertNoBarriers();
	}

	private static Mailbox.Mail write(World world, String account, Visitor visitor) {
		Http begun = Http.postJson(world.auth("/admin/api/mail"), Clients.administration(world),
				UUID.randomUUID().toString(), Map.of("to", Map.of("account", account), "contents", NEWS));
		assertThat(begun.status()).isEqualTo(202);
		return visitor.mailbox().await(2);
	}

}
