package dev.vestibule.standin;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any OpenID Connect provider by its issuer alone (OpenID Connect Discovery 1.0, section
 * 4). This one has a person's address at its UserInfo endpoint and says who answers (RFC
 * 9207).
 */
public class AnyOpenId extends OpenIdStandIn {

	private volatile boolean inIdToken;

	public AnyOpenId() {
		super("oidc");
	}

	@Override
	String authorizationPath() {
		return "/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("openid", "email", "profile");
	}

	@Override
	String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%2$s/authorize","token_endpoint":"%2$s/token",
				 "userinfo_endpoint":"%2$s/userinfo","jwks_uri":"%2$s/jwks","response_types_supported":["code"],
				 "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256","ES256"],
				 "authorization_response_iss_parameter_supported":true}""";
	}

	@Override
	String keysPath() {
		return "/jwks";
	}

	@Override
	public String tokenPath() {
		return "/token";
	}

	@Override
	public Map<String, String> extra() {
		return Map.of("iss", issuer());
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true);
	}

	@Override
	Map<String, Object> claims(Person person) {
		return this.inIdToken ? super.claims(person) : Map.of("sub", person.subject());
	}

	@Override
	Reply answer(String path, Call call) {
		return path.equals(lastPath())
				? Reply.json(200, JsonMapper.shared().writeValueAsString(super.claims(call.person())))
				: super.answer(path, call);
	}

	/** Whether ID tokens have everything. */
	public void saysAllInIdToken(boolean inIdToken) {
		this.inIdToken = inIdToken;
	}

	@Override
	public String lastPath() {
		return "/userinfo";
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400, "{\"error\":\"invalid_grant\"}");
	}

	@Override
	public Reply lastRefused() {
		return Reply.json(401, "{\"error\":\"invalid_token\"}");
	}

}
