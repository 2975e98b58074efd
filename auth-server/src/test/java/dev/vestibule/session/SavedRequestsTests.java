package dev.vestibule.session;

import java.util.Base64;

import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SavedRequestsTests {

	private final SavedRequests savedRequests = new SavedRequests(
			new ServerProperties("https://login.example.com", false));

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void saveWhenPageThenPathAndQueryOnly() {
		MockHttpServletRequest request = get("/oauth2/authorize", "client_id=a&state=%2F%2F");
		request.addHeader("Cookie", "secret=1");
		this.savedRequests.saveRequest(request, this.response);
		assertThat(this.savedRequests.take(request, this.response))
			.hasValue("/oauth2/authorize?client_id=a&state=%2F%2F");
		assertThat(this.savedRequests.take(request, this.response)).isEmpty();
	}

	@Test
	void saveWhenNothingIsSavedThenNothingIsKept() {
		MockHttpServletRequest request = get("/favicon.ico", null);
		this.savedRequests.saveRequest(request, this.response);
		assertThat(this.savedRequests.getRequest(request, this.response)).isNull();
		assertThat(this.response.getCookies()).isEmpty();
	}

	@Test
	void saveThenTheBrowserKeepsItAndNoSessionBegins() {
		MockHttpServletRequest request = get("/oauth2/authorize", "client_id=a");
		this.savedRequests.saveRequest(request, this.response);
		Cookie cookie = this.response.getCookie("__Host-vestibule-destination");
		assertThat(cookie).isNotNull();
		assertThat(cookie.isHttpOnly() && cookie.getSecure()).isTrue();
		assertThat(cookie.getMaxAge()).isEqualTo(3600);
		assertThat(request.getSession(false)).isNull();
		assertThat(this.savedRequests.take(next("/login"), this.response)).hasValue("/oauth2/authorize?client_id=a");
		assertThat(this.response.getHeaders("Set-Cookie")).last().asString().contains("Max-Age=0");
	}

	@Test
	void saveWhenTooLongForACookieThenInTheSession() {
		MockHttpServletRequest request = get("/oauth2/authorize", "state=" + "x".repeat(7 * 1024));
		this.savedRequests.saveRequest(request, this.response);
		MockHttpServletRequest next = next("/login");
		next.setSession(request.getSession());
		assertThat(this.savedRequests.take(next, this.response))
			.hasValueSatisfying((saved) -> assertThat(saved).hasSizeGreaterThan(7000));
		assertThat(this.savedRequests.take(next, this.response)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example/", "/\\evil.example", "https://evil.example/", "/login", "/a\r\nX: y",
			"/a b", "", "javascript:alert(1)" })
	void findWhenCookieWasPlantedThenOnlyADestinationOfOursCounts(String planted) {
		MockHttpServletRequest request = get("/login", null);
		request.setCookies(
				new Cookie("__Host-vestibule-destination", Base64.getUrlEncoder().encodeToString(planted.getBytes())),
				new Cookie("__Host-vestibule-destination", "%"));
		assertThat(this.savedRequests.find(request)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/favicon.ico", "/css/vestibule.css", "/img/vestibule.svg", "/error", "/login",
			"/signup/address", "/verify", "/verify/link", "/logout", "//evil.example/", "/\\evil.example",
			"http://evil.example/" })
	void saveWhenNowhereToReturnToThenEarlierOneStays(String path) {
		MockHttpServletRequest first = get("/account", null);
		this.savedRequests.saveRequest(first, this.response);
		MockHttpServletRequest second = next(path);
		this.savedRequests.saveRequest(second, this.response);
		assertThat(this.savedRequests.take(second, this.response)).hasValue("/account");
	}

	@Test
	void saveWhenNotAPageThenNot() {
		MockHttpServletRequest image = get("/picture", null);
		image.addHeader("Sec-Fetch-Dest", "image");
		this.savedRequests.saveRequest(image, this.response);
		MockHttpServletRequest script = get("/data", null);
		script.addHeader("X-Requested-With", "XMLHttpRequest");
		this.savedRequests.saveRequest(script, this.response);
		assertNothingIsKept(image, script);
	}

	@Test
	void saveWhenLongerThan8KbThenNot() {
		MockHttpServletRequest request = get("/oauth2/authorize", "state=" + "x".repeat(8 * 1024));
		this.savedRequests.saveRequest(request, this.response);
		assertNothingIsKept(request);
	}

	@Test
	void saveWhenAuthorizationRequestIsPostedThenKeptAsGet() {
		MockHttpServletRequest request = post("/oauth2/authorize");
		request.addParameter("response_type", "code");
		request.addParameter("state", "a b&c=d\r\n{e}");
		request.addParameter("resource", "https://a.example", "https://b.example");
		this.savedRequests.saveRequest(request, this.response);
		assertThat(this.savedRequests.take(request, this.response))
			.hasValue("/oauth2/authorize?response_type=code&state=a+b%26c%3Dd%0D%0A%7Be%7D"
					+ "&resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example");
	}

	@Test
	void saveWhenConsentOrAnotherFormIsPostedThenNot() {
		MockHttpServletRequest consent = post("/oauth2/authorize");
		consent.addParameter("client_id", "a");
		consent.addParameter("state", "b");
		this.savedRequests.saveRequest(consent, this.response);
		MockHttpServletRequest form = post("/account");
		form.addParameter("response_type", "code");
		this.savedRequests.saveRequest(form, this.response);
		assertNothingIsKept(consent, form);
	}

	private void assertNothingIsKept(MockHttpServletRequest... requests) {
		assertThat(this.response.getCookies()).isEmpty();
		assertThat(requests).extracting((request) -> request.getSession(false)).containsOnlyNulls();
	}

	/**
	 * What the same browser asks for next.
	 */
	private MockHttpServletRequest next(String path) {
		MockHttpServletRequest request = get(path, null);
		request.setCookies(this.response.getCookies());
		return request;
	}

	private static MockHttpServletRequest get(String path, String query) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setQueryString(query);
		return request;
	}

	private static MockHttpServletRequest post(String path) {
		return new MockHttpServletRequest("POST", path);
	}

}
