package dev.vestibule.flow;

import java.net.URI;
import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any OpenID Connect provider by its issuer alone (OpenID Connect Discovery 1.0, section
 * 4). This one has a person's address at its UserInfo endpoint and says who answers (RFC
 * 9207).
 */
class OpenIdConnectTests extends OpenIdPresetTests {

	private boolean inIdToken;

	OpenIdConnectTests() {
		super("oidc");
	}

	@Override
	String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%2$s/authorize","token_endpoint":"%2$s/token",
				 "userinfo_endpoint":"%2$s/userinfo","jwks_uri":"%2$s/jwks","response_types_supported":["code"],
				 "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256","ES256"],
				 "authorization_response_iss_parameter_supported":true}""";
	}

	@Override
	String keysPath() {
		return "/jwks";
	}

	@Override
	String tokenPath() {
		return "/token";
	}

	@Override
	Map<String, String> extra() {
		return Map.of("iss", issuer());
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true);
	}

	@Override
	Map<String, Object> claims(Person person) {
		return this.inIdToken ? super.claims(person) : Map.of("sub", person.subject());
	}

	@BeforeAll
	void answerWithUserInfo() {
		this.provider.on("/userinfo",
				(call) -> Reply.json(200, JsonMapper.shared().writeValueAsString(super.claims(call.person()))));
	}

	@Override
	String lastPath() {
		return "/userinfo";
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400, "{\"error\":\"invalid_grant\"}");
	}

	@Override
	Reply lastRefused() {
		return Reply.json(401, "{\"error\":\"invalid_token\"}");
	}

	@Test
	void signInWhenAddressIsInTheIdTokenThenNothingMoreIsAsked() {
		this.inIdToken = true;
		try {
			this.provider.fails("/userinfo", new Reply(500, "text/plain", "not asked for"));
			signUp(someoneThere(someone()));
		}
		finally {
			this.inIdToken = false;
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
