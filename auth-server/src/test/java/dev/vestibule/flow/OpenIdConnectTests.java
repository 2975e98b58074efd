package dev.vestibule.flow;

import java.net.URI;
import java.util.Map;

import dev.vestibule.standin.AnyOpenId;
import dev.vestibule.standin.StandIn.Reply;
import org.junit.jupiter.api.Test;

/**
 * Signing in with {@link AnyOpenId}.
 */
class OpenIdConnectTests extends OpenIdPresetTests<AnyOpenId> {

	OpenIdConnectTests() {
		super(new AnyOpenId());
	}

	@Test
	void signInWhenAddressIsInTheIdTokenThenNothingMoreIsAsked() {
		this.provider.saysAllInIdToken(true);
		try {
			this.provider.fails("/userinfo", new Reply(500, "text/plain", "not asked for"));
			signUp(someoneThere(someone()));
		}
		finally {
			this.provider.saysAllInIdToken(false);
		}
	}

	@Test
	void signInWhenUserInfoIsSomebodyElsesThenFails() {
		this.provider.fails("/userinfo",
				Reply.json(200, "{\"sub\":\"another\",\"email\":\"ann@example.com\",\"email_verified\":true}"));
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@Test
	void attack29WhenAnswerCarriesNoIssuerThenFails() {
		Browser browser = browser();
		String asked = begin(browser);
		assertFailed(deliver(browser, "/login/oauth2/code/" + this.id,
				Map.of("state", Browser.queryParameter(URI.create(asked), "state"), "code",
						this.provider.code(asked, someoneThere(someone())))),
				browser);
	}

}
