package dev.vestibule.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SavedRequestsTests {

	private final SavedRequests savedRequests = new SavedRequests();

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
	void saveWhenNothingIsSavedThenNoSession() {
		MockHttpServletRequest request = get("/favicon.ico", null);
		this.savedRequests.saveRequest(request, this.response);
		assertThat(this.savedRequests.getRequest(request, this.response)).isNull();
		assertThat(request.getSession(false)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/favicon.ico", "/css/vestibule.css", "/img/vestibule.svg", "/error", "/login",
			"/signup/address", "/verify", "/verify/link", "/logout", "//evil.example/", "/\\evil.example",
			"http://evil.example/" })
	void saveWhenNowhereToReturnToThenEarlierOneStays(String path) {
		MockHttpServletRequest first = get("/account", null);
		this.savedRequests.saveRequest(first, this.response);
		MockHttpServletRequest second = get(path, null);
		second.setSession(first.getSession());
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
		assertThat(image.getSession(false)).isNull();
		assertThat(script.getSession(false)).isNull();
	}

	@Test
	void saveWhenLongerThan8KbThenNot() {
		MockHttpServletRequest request = get("/oauth2/authorize", "state=" + "x".repeat(8 * 1024));
		this.savedRequests.saveRequest(request, this.response);
		assertThat(request.getSession(false)).isNull();
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
		assertThat(consent.getSession(false)).isNull();
		assertThat(form.getSession(false)).isNull();
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
