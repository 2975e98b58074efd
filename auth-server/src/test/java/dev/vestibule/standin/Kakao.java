package dev.vestibule.standin;

import java.util.Map;
import java.util.Set;

/**
 * Kakao, as it answers by
 * <a href="https://developers.kakao.com/docs/latest/en/kakaologin/rest-api">Kakao Login:
 * REST API</a>.
 */
public class Kakao extends OAuth2StandIn {

	public Kakao() {
		super("kakao");
	}

	@Override
	String authorizationPath() {
		return "/oauth/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("account_email", "profile_nickname");
	}

	@Override
	public String tokenPath() {
		return "/oauth/token";
	}

	@Override
	public String profilePath() {
		return "/v2/user/me";
	}

	@Override
	public String authority() {
		return CLIENT_ID;
	}

	@Override
	String tokens(Call call) {
		return """
				{"access_token":"%s","token_type":"bearer","refresh_token":"r","expires_in":21599,
				 "scope":"account_email profile_nickname","refresh_token_expires_in":5183999}"""
			.formatted(call.accessToken());
	}

	@Override
	public String profile(Person person) {
		String email = (person.email() == null) ? "\"has_email\":true,\"email_needs_agreement\":true"
				: "\"has_email\":true,\"email_needs_agreement\":false,\"is_email_valid\":true,\"is_email_verified\":%s,\"email\":%s"
					.formatted(Person.json(person.verified()), Person.json(person.email()));
		return """
				{"id":%1$s,"connected_at":"2026-04-11T01:45:28Z","properties":{"nickname":%2$s},
				 "kakao_account":{"profile_nickname_needs_agreement":false,
				  "profile":{"nickname":%2$s,"is_default_nickname":false},%3$s}}""".formatted(person.subject(),
				Person.json(person.name()), email);
	}

	@Override
	public Map<String, String> cancelled() {
		return Map.of("error", "access_denied", "error_description", "User denied access");
	}

	/** The documentation does not show it, its users have met it. */
	@Override
	public Reply codeRefused() {
		return Reply.json(400,
				"""
						{"error":"invalid_grant","error_description":"authorization code not found for code=x","error_code":"KOE320"}""");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(401, "{\"msg\":\"this access token does not exist\",\"code\":-401}");
	}

}
