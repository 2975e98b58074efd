package dev.vestibule.quickstart.browser;

import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way in, in Korean.
 */
@BrowserTest
class KoreanIT {

	@Test
	void signUpWhenBrowserIsKoreanThenPagesAndMailAre(Visitor jisu) {
		jisu.speaking("ko-KR").startLogin();
		assertThat(jisu.find("html")).hasAttribute("lang", "ko");
		assertThat(jisu.find("h1")).hasText("로그인");
		jisu.find("main a[href='/signup']").click();
		assertThat(jisu.find("h1")).hasText("계정 만들기");
		jisu.fillSignUp(jisu.email(), "김지수", Visitor.PASSWORD);
		assertThat(jisu.find("h1")).hasText("이메일 확인");
		Mailbox.Mail mail = jisu.mailbox().newest();
		assertThat(mail.subject()).isEqualTo("이메일 주소를 확인해 주세요");
		assertThat(mail.text()).contains("시작했던 화면에 이 코드를 입력해 주세요");
		assertThat(mail.html()).contains("lang=\"ko\"").contains("주소 확인");
		jisu.type(mail.code());
		assertThat(jisu.find("h1")).hasText("접근을 허용할까요?");
		jisu.allow();
		jisu.assertLoggedIn();
		assertThat(jisu.find("html")).hasAttribute("lang", "ko");
	}

	@Test
	void authorizeWhenClientAsksForKoreanThenPagesAndMailAreKorean(World world, Visitor jisu) {
		jisu.open(jisu.redirect(world.demo("/oauth2/authorization/vestibule")) + "&ui_locales=ko");
		assertThat(jisu.find("h1")).hasText("로그인");
		jisu.find("main a[href='/signup']").click();
		jisu.fillSignUp(jisu.email(), "김지수", Visitor.PASSWORD);
		assertThat(jisu.find("h1")).hasText("이메일 확인");
		assertThat(jisu.mailbox().newest().subject()).isEqualTo("이메일 주소를 확인해 주세요");
		jisu.typeMailedCode();
		jisu.allow();
		jisu.assertLoggedIn();
	}

	@Test
	void languageWhenSwitchedOnThePageThenItStays(Visitor jisu) {
		jisu.startLogin();
		jisu.find("footer a[lang=ko]").click();
		assertThat(jisu.find("h1")).hasText("로그인");
		jisu.find("main a[href='/signup']").click();
		assertThat(jisu.find("h1")).hasText("계정 만들기");
		jisu.find("footer a[lang=en]").click();
		assertThat(jisu.find("h1")).hasText("Create your account");
	}

}
