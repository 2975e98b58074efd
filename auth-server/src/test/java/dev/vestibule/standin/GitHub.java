package dev.vestibule.standin;

import java.util.Set;

import org.junit.jupiter.api.BeforeAll;

/**
 * GitHub, as it answers by <a href=
 * "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps">Authorizing
 * OAuth apps</a>, <a href="https://docs.github.com/en/rest/users/users">/user</a> and
 * <a href="https://docs.github.com/en/rest/users/emails">/user/emails</a>.
 */
public class GitHub extends OAuth2StandIn {

	public GitHub() {
		super("github");
	}

	@Override
	String authorizationPath() {
		return "/login/oauth/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("user:email");
	}

	@Override
	public String tokenPath() {
		return "/login/oauth/access_token";
	}

	@Override
	public String profilePath() {
		return "/user";
	}

	/** The public address is any that the person shows, and says nothing. */
	@Override
	public String profile(Person person) {
		return """
				{"login":"octocat","id":%s,"node_id":"MDQ6VXNlcjE=","avatar_url":"https://github.com/images/error/octocat_happy.gif",
				 "type":"User","site_admin":false,"name":%s,"company":"GitHub","email":"shown@example.com",
				 "two_factor_authentication":true}"""
			.formatted(person.subject(), Person.json(person.name()));
	}

	@Override
	Reply answer(String path, Call call) {
		return path.equals("/user/emails") ? Reply.json(200, emails(call.person())) : super.answer(path, call);
	}

	private static String emails(Person person) {
		String other = "{\"email\":\"octocat@github.com\",\"verified\":true,\"primary\":false,\"visibility\":\"public\"}";
		return (person.email() == null) ? "[" + other + "]" : """
				[%s,{"email":%s,"verified":%s,"primary":true,"visibility":null}]""".formatted(other,
				Person.json(person.email()), Person.json(person.verified()));
	}

	/** Without the header it would be a form; a refusal has status 200. */
	@Override
	boolean isRedeemed(Call call) {
		return call.header("Accept").contains("application/json") && super.isRedeemed(call);
	}

	@Override
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"scope\":\"user:email\",\"token_type\":\"bearer\"}"
			.formatted(call.accessToken());
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(200,
				"""
						{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired.",
						 "error_uri":"/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code"}""");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(401, """
				{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}""");
	}

}
