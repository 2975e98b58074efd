package dev.vestibule.flow;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * X, as it answers by <a href=
 * "https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token">OAuth 2.0
 * Authorization Code Flow with PKCE</a> and
 * <a href="https://docs.x.com/x-api/users/get-my-user">/2/users/me</a>. The app may ask
 * for addresses here.
 */
class XTests extends OAuth2PresetTests {

	XTests() {
		super("x");
	}

	@Override
	Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>(super.settings());
		settings.put("scope", "tweet.read users.read users.email");
		return settings;
	}

	@Override
	String tokenPath() {
		return "/2/oauth2/token";
	}

	@Override
	String profilePath() {
		return "/2/users/me";
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true);
	}

	@Override
	String tokens(Call call) {
		return "{\"token_type\":\"bearer\",\"expires_in\":7200,\"access_token\":\"%s\",\"scope\":\"tweet.read users.read users.email\"}"
			.formatted(call.accessToken());
	}

	@Override
	String profile(Person person) {
		return """
				{"data":{"id":%s,"name":%s,"username":"XDevelopers"%s}}""".formatted(Person.json(person.subject()),
				Person.json(person.name()),
				(person.email() != null) ? ",\"confirmed_email\":" + Person.json(person.email()) : "");
	}

	@BeforeAll
	void answerWithWhatIsAskedFor() {
		this.provider.on(profilePath(), (call) -> {
			boolean email = call.query("user.fields").equals("confirmed_email");
			Person person = call.person();
			return Reply.json(200, profile(email ? person : new Person(person.subject(), null, null, person.name())));
		});
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400,
				"{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the authorization code was invalid.\"}");
	}

	@Override
	Reply lastRefused() {
		return new Reply(401, "application/problem+json",
				"{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,\"detail\":\"Unauthorized\"}");
	}

	@Test
	void signInWhenProfileIsWithheldThenSaid() {
		this.provider.fails(profilePath(), Reply.json(200, """
				{"errors":[{"value":"2244994945","detail":"User has been suspended: [2244994945].","title":"Forbidden",
				 "resource_type":"user","parameter":"id","resource_id":"2244994945",
				 "type":"https://api.twitter.com/2/problems/resource-not-found"}]}"""));
		Browser browser = browser();
		assertThat(signIn(browser, someoneThere(someone())).header("Location"))
			.isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
	}

}
