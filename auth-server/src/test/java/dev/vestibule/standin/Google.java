package dev.vestibule.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Google, as it answers by
 * <a href="https://developers.google.com/identity/openid-connect/openid-connect">OpenID
 * Connect</a>. Where it is authoritative for an address is tested here; elsewhere nobody
 * has such an address.
 */
public class Google extends OpenIdStandIn {

	public Google() {
		super("google");
	}

	@Override
	String authorizationPath() {
		return "/o/oauth2/v2/auth";
	}

	@Override
	Set<String> scope() {
		return Set.of("openid", "email", "profile");
	}

	@Override
	String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%2$s/o/oauth2/v2/auth","token_endpoint":"%2$s/token",
				 "userinfo_endpoint":"%2$s/v1/userinfo","jwks_uri":"%2$s/oauth2/v3/certs","response_types_supported":["code"],
				 "response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["public"],
				 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","profile"],
				 "token_endpoint_auth_methods_supported":["client_secret_post"],
				 "code_challenge_methods_supported":["plain","S256"],
				 "authorization_response_iss_parameter_supported":true}""";
	}

	@Override
	String keysPath() {
		return "/oauth2/v3/certs";
	}

	@Override
	public String tokenPath() {
		return "/token";
	}

	@Override
	public Map<String, String> extra() {
		return Map.of("iss", issuer(), "scope", "email profile openid", "authuser", "0", "prompt", "consent");
	}

	@Override
	Map<String, Object> claims(Person person) {
		Map<String, Object> claims = new LinkedHashMap<>(super.claims(person));
		claims.put("azp", CLIENT_ID);
		claims.put("picture", "https://lh3.googleusercontent.com/a/x");
		return claims;
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}");
	}

}
