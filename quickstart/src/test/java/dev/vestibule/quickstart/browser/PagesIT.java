package dev.vestibule.quickstart.browser;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Every page, looked at and without barriers; its pictures are in {@code target/screens}.
 */
@BrowserTest
class PagesIT {

	/** Beside the quickstart's own Google and Facebook. */
	private static final List<String> OTHERS = List.of("apple", "microsoft", "github", "x", "kakao", "naver", "oidc",
			"oauth2");

	private static final Map<String, String> NAMES = Map.of("en", "Ada Lovelace", "ko", "김지수");

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void waysIn(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).called("ada@example.com");
		ada.open(world.auth("/"));
		screens.take(ada, "home");
		ada.open(world.auth("/there-is-no-such-page"));
		screens.take(ada, "error");
		ada.open(world
			.auth("/oauth2/authorize?response_type=code&client_id=nobody&redirect_uri=https://nobody.example/"));
		screens.take(ada, "error-client");
		ada.startLogin();
		screens.take(ada, "login");
		ada.signIn("this is not the password");
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.take(ada, "login-wrong");
		ada.find("main a[href='/signup']").click();
		assertThat(ada.find("[name=name]")).isVisible();
		screens.take(ada, "signup");
		ada.skipBrowserValidation();
		ada.fillSignUp("ada", "", "password");
		assertThat(ada.find("#password-error")).isVisible();
		screens.take(ada, "signup-errors");
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void providers(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).startLogin();
		ada.choose("google");
		screens.take(ada, "provider-google");
		ada.cancelAtProvider();
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.take(ada, "login-cancelled");
		ada.choose("facebook");
		screens.take(ada, "provider-facebook");
		ada.introduceWith("");
		assertThat(ada.find("[name=email]")).isVisible();
		screens.take(ada, "address");
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void manyProviders(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		world.standIns().during(world, OTHERS, () -> {
			ada.speaking(language).startLogin();
			assertThat(ada.find("a[href^='/oauth2/authorization/']")).hasCount(10);
			screens.take(ada, "login-many");
			signUp(ada.called(language + "-many@example.com"), language);
			ada.typeMailedCode();
			ada.open(world.auth("/account"));
			screens.take(ada, "account-many");
		});
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void verification(String language, World world, Visitor ada, Visitor other) {
		Screens screens = new Screens(language);
		signUp(ada.called(language + "-ada@example.com"), language);
		Mailbox.Mail mail = ada.awaitDelivery();
		screens.take(ada, "verify");
		ada.type(mail.wrongCode());
		assertThat(ada.find("[role=alert]")).isVisible();
		screens.take(ada, "verify-wrong");
		other.speaking(language).open(mail.link());
		screens.take(other, "link-other-browser");
		ada.open(mail.link());
		screens.take(ada, "link-confirm");
		ada.submit("token");
		assertThat(ada.find("button[form=allow]")).isVisible();
		screens.take(ada, "consent");
		other.open(mail.link());
		screens.take(other, "link-invalid");
		other.open(world.inbox("/?to=" + ada.email()));
		screens.take(other, "inbox");
		other.open(world.inbox("/messages/" + mail.id()));
		screens.takeUnchecked(other, "inbox-mail");
		other.page().setContent(mail.html());
		screens.take(other, "mail");
		screens.assertNoBarriers();
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void demo(String language, World world, Visitor ada) {
		Screens screens = new Screens(language);
		ada.speaking(language).open(world.demo("/"));
		screens.take(ada, "demo-home");
		signUp(ada.called("ada." + language + "@example.com"), language);
		ada.typeMailedCode();
		ada.deny();
		ada.assertAt(world.demo("/login/failed"));
		screens.take(ada, "demo-login-failed");
		ada.find("main a.primary").click();
		ada.allow();
		ada.assertLoggedIn();
		screens.take(ada, "demo-profile");
		ada.open(world.demo("/notes"));
		ada.fill("text", (language.equals("ko")) ? "우유 사기" : "Remember the milk");
		ada.submit("text");
		assertThat(ada.find("ul.notes li:not(.lead)")).isVisible();
		screens.take(ada, "demo-notes");
		ada.open(world.demo("/spa"));
		screens.take(ada, "demo-spa");
		new BrowserApp(world, ada).logIn();
		screens.take(ada, "demo-spa-logged-in");
		ada.open(world.auth("/"));
		screens.take(ada, "home-signed-in");
		ada.find("main button").click();
		ada.assertAt(world.auth("/login"));
		screens.take(ada, "signed-out");
		screens.assertNoBarriers();
	}

	private static void signUp(Visitor visitor, String language) {
		visitor.speaking(language).startLogin();
		visitor.find("main a[href='/signup']").click();
		visitor.fillSignUp(visitor.email(), NAMES.get(language), Visitor.PASSWORD);
	}

}
