package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import dev.vestibule.standin.Apple;
import dev.vestibule.standin.StandIn.Person;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link Apple}, whose answer is posted from its own site.
 */
class AppleTests extends OpenIdPresetTests<Apple> {

	AppleTests() {
		super(new Apple());
	}

	/** Posted from another site, so that no cookie comes along. */
	@Override
	Page deliver(Browser browser, String path, Map<String, String> parameters) {
		Page posted = new Browser(NODE.url()).post(path, parameters, "Origin", "https://appleid.apple.com");
		assertThat(posted.status()).isEqualTo(303);
		assertThat(posted.header("Set-Cookie")).as("the person's own session is left alone").isEmpty();
		assertThat(posted.header("Location")).startsWith(NODE.issuer() + path + "?");
		return browser.get(posted.header("Location"));
	}

	@Test
	void signInWhenNameIsNotGivenOrNonsenseThenAddressServes() {
		for (String user : new String[] { "", "[]", "{\"name\":7}", "{\"name\":{\"firstName\":\"\"}}", "x" }) {
			String email = someone();
			Browser browser = browser();
			String asked = begin(browser);
			Person ann = someoneThere(email);
			Page page = callback(browser, asked, Map.of("code", this.provider.code(asked, ann), "user", user));
			assertThat(page.header("Location")).as(user).isEqualTo("/verify");
			type(browser, code(email, 1));
			assertThat(browser.get("/").body()).contains(email).doesNotContain("shown@example.com");
		}
	}

}
