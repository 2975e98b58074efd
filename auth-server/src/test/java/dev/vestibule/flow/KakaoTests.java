package dev.vestibule.flow;

import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;

/**
 * Kakao, as it answers by
 * <a href="https://developers.kakao.com/docs/latest/en/kakaologin/rest-api">Kakao Login:
 * REST API</a>.
 */
class KakaoTests extends OAuth2PresetTests {

	KakaoTests() {
		super("kakao");
	}

	@Override
	String tokenPath() {
		return "/oauth/token";
	}

	@Override
	String profilePath() {
		return "/v2/user/me";
	}

	@Override
	String authority() {
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
	String profile(Person person) {
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
	Map<String, String> cancelled() {
		return Map.of("error", "access_denied", "error_description", "User denied access");
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400,
				"""
						{"error":"invalid_grant","error_description":"authorization code not found for code=x","error_code":"KOE320"}""");
	}

	@Override
	Reply lastRefused() {
		return Reply.json(401, "{\"msg\":\"this access token does not exist\",\"code\":-401}");
	}

}
