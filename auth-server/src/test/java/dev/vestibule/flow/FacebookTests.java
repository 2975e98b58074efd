package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;

/**
 * Facebook, as it answers by <a href=
 * "https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow">Manually
 * Build a Login Flow</a> and
 * <a href="https://developers.facebook.com/docs/graph-api/reference/user">/me</a>.
 */
class FacebookTests extends OAuth2PresetTests {

	FacebookTests() {
		super("facebook");
	}

	@Override
	Map<String, String> settings() {
		return Map.of("web_uri", this.provider.url(), "graph_uri", this.provider.url(), "issuer", this.provider.url());
	}

	@Override
	String tokenPath() {
		return "/v26.0/oauth/access_token";
	}

	@Override
	String profilePath() {
		return "/v26.0/me";
	}

	@Override
	String authority() {
		return CLIENT_ID;
	}

	@Override
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":5183944}"
			.formatted(call.accessToken());
	}

	/** Whether the address is verified, Graph never says. */
	@Override
	String profile(Person person) {
		return """
				{"id":%s,"name":%s%s,
				 "picture":{"data":{"height":50,"is_silhouette":false,"url":"https://platform-lookaside.fbsbx.com/","width":50}},
				 "permissions":{"data":[{"permission":"email","status":"granted"},{"permission":"public_profile","status":"granted"}]}}"""
			.formatted(Person.json(person.subject()), Person.json(person.name()),
					(person.email() != null) ? ",\"email\":" + Person.json(person.email()) : "");
	}

	@Override
	Map<String, String> cancelled() {
		return Map.of("error", "access_denied", "error_code", "200", "error_description", "Permissions error",
				"error_reason", "user_denied");
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400, """
				{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,
				 "error_subcode":36009,"fbtrace_id":"A1"}}""");
	}

	@Override
	Reply lastRefused() {
		return Reply.json(400,
				"""
						{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"fbtrace_id":"A1"}}""");
	}

}
