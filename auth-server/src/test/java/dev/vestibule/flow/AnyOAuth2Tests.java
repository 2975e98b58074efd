package dev.vestibule.flow;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;

/**
 * A provider that no preset knows, by addresses and field names alone.
 */
class AnyOAuth2Tests extends OAuth2PresetTests {

	AnyOAuth2Tests() {
		super("oauth2");
	}

	@Override
	Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>(super.settings());
		settings.putAll(Map.of("token_endpoint_auth_method", "client_secret_basic", "scope", "who am i",
				"subject_field", "user.uid", "email_field", "user.mail.address", "name_field", "user.full_name"));
		return settings;
	}

	@Override
	String tokenPath() {
		return "/token";
	}

	@Override
	String profilePath() {
		return "/whoami";
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true)
				&& call.grant().get("scope").equals("who am i");
	}

	@Override
	String profile(Person person) {
		return "{\"user\":{\"uid\":%s,\"full_name\":%s,\"mail\":{\"address\":%s}}}"
			.formatted(Person.json(person.subject()), Person.json(person.name()), Person.json(person.email()));
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400, "{\"error\":\"invalid_grant\"}");
	}

	@Override
	Reply lastRefused() {
		return Reply.json(403, "{\"error\":\"insufficient_scope\"}");
	}

}
