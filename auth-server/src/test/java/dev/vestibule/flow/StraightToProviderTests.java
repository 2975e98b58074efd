package dev.vestibule.flow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Straight to a provider, when the client says which.
 */
class StraightToProviderTests extends FlowTests {

	private final String domain = UUID.randomUUID() + ".example";

	private final String id = "p-" + this.domain.substring(0, 8);

	private final Browser browser = browser();

	@BeforeEach
	void register() {
		NODE.bean(ProviderRegistrations.class)
			.register(Map.of("id", this.id, "preset", "github", "client_id", "a", "client_secret", "b", "domains",
					List.of(this.domain)), "test");
	}

	@AfterEach
	void delete() {
		NODE.bean(ProviderRegistrations.class).delete(this.id, "test");
	}

	@Test
	void authorizeWhenProviderIsNamedThenThereAtOnceAndThePageWhenBack() {
		assertLedThere("idp_hint", this.id);
		assertThat(this.browser.get("/login").status()).isEqualTo(200);
		assertThat(this.browser.get("/login?error=cancelled&provider=" + this.id).status()).isEqualTo(200);
		assertLedThere("idp_hint", this.id);
	}

	@Test
	void authorizeWhenAddressIsOfItsDomainThenThereAtOnce() {
		assertLedThere("login_hint", "Ann@" + this.domain.toUpperCase(Locale.ROOT));
	}

	@Test
	void authorizeWhenHintMeansNothingThenThePage() {
		for (String hint : new String[] { "nobody", "", "../google", "https://evil.example", "<script>" }) {
			assertThat(visit("idp_hint", hint)).as(hint).isEqualTo("200");
		}
		for (String hint : new String[] { "ann@other.example", "ann", "ann@sub." + this.domain }) {
			assertThat(visit("login_hint", hint)).as(hint).isEqualTo("200");
		}
	}

	@Test
	void authorizeWhenProviderIsSwitchedOffThenThePage() {
		NODE.bean(ProviderRegistrations.class).enable(this.id, false, "test");
		assertThat(visit("idp_hint", this.id)).isEqualTo("200");
	}

	@Test
	void authorizeWhenSignedInThenNoOtherSignIn() {
		Browser signedIn = signedIn(someone());
		assertThat(signedIn.get(this.web.authorizeUrl("openid") + "&idp_hint=" + this.id).header("Location"))
			.startsWith(RelyingApp.REDIRECT_URI);
	}

	private void assertLedThere(String parameter, String value) {
		assertThat(visit(parameter, value)).isEqualTo("/oauth2/authorization/" + this.id);
	}

	private String visit(String parameter, String value) {
		assertThat(this.browser.get(this.web.authorizeUrl("openid") + "&" + parameter + "=" + Browser.encode(value))
			.header("Location")).endsWith("/login");
		Page page = this.browser.get("/login");
		return page.isRedirect() ? page.header("Location") : String.valueOf(page.status());
	}

}
