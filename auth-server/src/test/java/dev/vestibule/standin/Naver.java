package dev.vestibule.standin;

import java.util.Set;

/**
 * Naver, as it answers by
 * <a href="https://developers.naver.com/docs/login/api/api.md">네이버 로그인 API 명세</a> and
 * <a href="https://developers.naver.com/docs/login/profile/profile.md">회원 프로필 조회 API</a>.
 */
public class Naver extends OAuth2StandIn {

	public Naver() {
		super("naver");
	}

	@Override
	String authorizationPath() {
		return "/oauth2.0/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of();
	}

	@Override
	public String tokenPath() {
		return "/oauth2.0/token";
	}

	@Override
	public String profilePath() {
		return "/v1/nid/me";
	}

	@Override
	public String authority() {
		return CLIENT_ID;
	}

	/** It wants to see the state again. */
	@Override
	boolean isRedeemed(Call call) {
		return call.grant("state").equals(call.form().get("state")) && super.isRedeemed(call);
	}

	/** The number is a text. */
	@Override
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"refresh_token\":\"r\",\"token_type\":\"bearer\",\"expires_in\":\"3600\"}"
			.formatted(call.accessToken());
	}

	@Override
	public String profile(Person person) {
		return """
				{"resultcode":"00","message":"success","response":{"id":%s,"nickname":"OpenAPI","age":"40-49","gender":"F"%s,
				 "name":%s,"birthday":"10-01"}}"""
			.formatted(Person.json(person.subject()),
					(person.email() != null) ? ",\"email\":" + Person.json(person.email()) : "",
					Person.json(person.name()));
	}

	/** With status 200; the documentation does not show it, its users have met it. */
	@Override
	public Reply codeRefused() {
		return Reply.json(200, "{\"error\":\"invalid_request\",\"error_description\":\"no valid data in session\"}");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(401, "{\"resultcode\":\"024\",\"message\":\"Authentication failed (인증 실패하였습니다.)\"}");
	}

}
