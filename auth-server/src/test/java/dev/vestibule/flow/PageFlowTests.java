package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people see on the way to a client.
 */
class PageFlowTests extends FlowTests {

	private static final String[] PERSON = { "Accept", "text/html" };

	@Test
	void authorizeWhenClientUnknownThenPageSaysSo() {
		Map<String, String> request = with(this.web.request("openid"), "client_id", "nobody");
		Page page = browser().get("/oauth2/authorize?" + Browser.encode(request), PERSON);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("not known to this server");
	}

	@Test
	void authorizeWhenRedirectUriUnknownThenPageSaysSo() {
		Map<String, String> request = with(this.web.request("openid"), "redirect_uri", "https://evil.example.com/");
		Page page = browser().get("/oauth2/authorize?" + Browser.encode(request), PERSON);
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.body()).contains("not registered for it").doesNotContain("evil.example.com/\"");
	}

	@Test
	void authorizeWhenLanguageAskedForThenKeptToTheProof() {
		Browser browser = browser();
		Page login = browser.visit(this.web.authorizeUrl("openid") + "&ui_locales=ko-KR");
		assertThat(login.body()).contains("<html lang=\"ko\">");
		String email = someone();
		browser.submit("/signup", Map.of("email", email, "name", "Grace", "password", "correct horse battery"));
		assertThat(browser.get("/verify", PERSON).body()).contains("<html lang=\"ko\">", email);
	}

	@Test
	void consentWhenEverythingUntickedThenSignInAlone() throws Exception {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(someone());
		Page consent = browser.visit(asking.authorizeUrl("openid email"));
		assertThat(consent.body()).contains("<input type=\"hidden\" name=\"scope\" value=\"openid\">",
				"type=\"checkbox\" name=\"scope\"");
		Page granted = browser.post("/oauth2/authorize", Map.of("client_id", "asking", "state",
				Browser.queryParameter(consent.response().uri(), "state"), "scope", "openid"));
		Page tokens = asking.redeem(granted.parameter("code"));
		assertThat(RelyingApp.field(tokens, "scope")).isEqualTo("openid");
	}

}
