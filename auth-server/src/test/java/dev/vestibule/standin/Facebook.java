package dev.vestibule.standin;

import java.util.Map;
import java.util.Set;

/**
 * Facebook, as it answers by <a href=
 * "https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow">Manually
 * Build a Login Flow</a> and
 * <a href="https://developers.facebook.com/docs/graph-api/reference/user">/me</a>.
 */
public class Facebook extends OAuth2StandIn {

	public Facebook() {
		super("facebook");
	}

	@Override
	String authorizationPath() {
		return "/v26.0/dialog/oauth";
	}

	@Override
	Set<String> scope() {
		return Set.of("email", "public_profile");
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("web_uri", url(), "graph_uri", url(), "issuer", url());
	}

	@Override
	public String tokenPath() {
		return "/v26.0/oauth/access_token";
	}

	@Override
	public String profilePath() {
		return "/v26.0/me";
	}

	@Override
	public String authority() {
		return CLIENT_ID;
	}

	@Override
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":5183944}"
			.formatted(call.accessToken());
	}

	/** Whether the address is verified, Graph never says. */
	@Override
	public String profile(Person person) {
		return """
				{"id":%s,"name":%s%s,
				 "picture":{"data":{"height":50,"is_silhouette":false,"url":"https://platform-lookaside.fbsbx.com/","width":50}},
				 "permissions":{"data":[{"permission":"email","status":"granted"},{"permission":"public_profile","status":"granted"}]}}"""
			.formatted(Person.json(person.subject()), Person.json(person.name()),
					(person.email() != null) ? ",\"email\":" + Person.json(person.email()) : "");
	}

	@Override
	public Map<String, String> cancelled() {
		return Map.of("error", "access_denied", "error_code", "200", "error_description", "Permissions error",
				"error_reason", "user_denied");
	}

	/** With a fragment that means nothing. */
	@Override
	Reply deliver(String redirectUri, Map<String, String> answer) {
		return Reply.redirect(super.deliver(redirectUri, answer).type() + "#_=_");
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400, """
				{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,
				 "error_subcode":36009,"fbtrace_id":"A1"}}""");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(400,
				"""
						{"error":{"message":"Error validating access token","type":"OAuthException","code":190,"fbtrace_id":"A1"}}""");
	}

}
