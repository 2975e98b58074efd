package dev.vestibule.session;

import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SessionCookieTests {

	private final SessionCookie cookie = new SessionCookie(new ServerProperties("https://login.example", false));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void setSessionIdWhenHttpsThenBoundToTheHost() {
		this.cookie.setSessionId(this.request, this.response, this.cookie.generate());
		assertThat(this.response.getHeader("Set-Cookie"))
			.matches("__Host-vestibule=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
	}

	@Test
	void generateThenIdIsHashOfTheCookie() {
		String id = this.cookie.generate();
		this.cookie.setSessionId(this.request, this.response, id);
		Cookie sent = this.response.getCookie("__Host-vestibule");
		assertThat(sent).isNotNull();
		this.request.setCookies(sent);
		assertThat(id).matches("[0-9a-f]{64}");
		assertThat(this.cookie.resolveSessionIds(this.request)).containsExactly(id);
	}

	@Test
	void setSessionIdWhenSentAlreadyThenNotAgain() {
		String id = this.cookie.generate();
		this.cookie.setSessionId(this.request, this.response, id);
		this.cookie.setSessionId(this.request, this.response, id);
		assertThat(this.response.getHeaders("Set-Cookie")).hasSize(1);
	}

	@Test
	void setSessionIdWhenIdIsNotTheLastMadeThenNothingIsSent() {
		String id = this.cookie.generate();
		this.cookie.generate();
		this.cookie.setSessionId(this.request, this.response, id);
		assertThat(this.response.getHeaders("Set-Cookie")).isEmpty();
	}

	@Test
	void resolveWhenValueIsNoneOfOursThenEmpty() {
		this.request.setCookies(new Cookie("__Host-vestibule", "short"),
				new Cookie("VESTIBULE_SESSION", "A".repeat(43)), new Cookie("JSESSIONID", "A".repeat(43)));
		assertThat(this.cookie.resolveSessionIds(this.request)).isEmpty();
	}

}
