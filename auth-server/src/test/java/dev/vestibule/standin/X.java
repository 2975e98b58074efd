package dev.vestibule.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;

/**
 * X, as it answers by <a href=
 * "https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token">OAuth 2.0
 * Authorization Code Flow with PKCE</a> and <a href=
 * "https://docs.x.com/x-api/users/lookup/quickstart/authenticated-lookup">/2/users/me</a>;
 * the address as its users have met it. The app may ask for addresses here.
 */
public class X extends OAuth2StandIn {

	public X() {
		super("x");
	}

	@Override
	String authorizationPath() {
		return "/i/oauth2/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("tweet.read", "users.read", "users.email");
	}

	@Override
	public Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>(super.settings());
		settings.put("scope", "tweet.read users.read users.email");
		return settings;
	}

	@Override
	public String tokenPath() {
		return "/2/oauth2/token";
	}

	@Override
	public String profilePath() {
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
	public String profile(Person person) {
		return """
				{"data":{"id":%s,"name":%s,"username":"XDevelopers"%s}}""".formatted(Person.json(person.subject()),
				Person.json(person.name()),
				(person.email() != null) ? ",\"confirmed_email\":" + Person.json(person.email()) : "");
	}

	/** An address only comes when it is asked for. */
	@Override
	Reply answer(String path, Call call) {
		boolean withheld = path.equals(profilePath()) && !call.query("user.fields").equals("confirmed_email");
		return withheld
				? Reply.json(200, profile(new Person(call.person().subject(), null, null, call.person().name())))
				: super.answer(path, call);
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400,
				"{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the authorization code was invalid.\"}");
	}

	@Override
	public Reply lastRefused() {
		return new Reply(401, "application/problem+json",
				"{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,\"detail\":\"Unauthorized\"}");
	}

}
