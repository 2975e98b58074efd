package dev.vestibule.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A provider that no preset knows, by addresses and field names alone.
 */
public class AnyOAuth2 extends OAuth2StandIn {

	public AnyOAuth2() {
		super("oauth2");
	}

	@Override
	String authorizationPath() {
		return "/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("who", "am", "i");
	}

	@Override
	public Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>(super.settings());
		settings.putAll(Map.of("token_endpoint_auth_method", "client_secret_basic", "scope", "who am i",
				"subject_field", "user.uid", "email_field", "user.mail.address", "name_field", "user.full_name"));
		return settings;
	}

	@Override
	public String tokenPath() {
		return "/token";
	}

	@Override
	public String profilePath() {
		return "/whoami";
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true)
				&& call.grant("scope").equals("who am i");
	}

	@Override
	public String profile(Person person) {
		return "{\"user\":{\"uid\":%s,\"full_name\":%s,\"mail\":{\"address\":%s}}}"
			.formatted(Person.json(person.subject()), Person.json(person.name()), Person.json(person.email()));
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400, "{\"error\":\"invalid_grant\"}");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(403, "{\"error\":\"insufficient_scope\"}");
	}

}
