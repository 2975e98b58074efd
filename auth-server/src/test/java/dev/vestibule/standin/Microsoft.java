package dev.vestibule.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.RSAKey;
import tools.jackson.databind.json.JsonMapper;

/**
 * Microsoft, as it answers by <a href=
 * "https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc">OpenID
 * Connect on the Microsoft identity platform</a>, <a href=
 * "https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference">ID
 * token claims</a> and <a href=
 * "https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens#validate-the-issuer">Validate
 * the issuer</a>: the metadata for any tenant has a place for the tenant's id where
 * tokens have the id, and each key says whose tokens it may sign.
 */
public class Microsoft extends OpenIdStandIn {

	/** The tenant of all personal accounts. */
	public static final String PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

	private static final String TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

	private static final RSAKey PERSONAL_KEY = key("personal");

	public Microsoft() {
		super("microsoft");
	}

	@Override
	String authorizationPath() {
		return "/common/oauth2/v2.0/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("openid", "email", "profile");
	}

	@Override
	String metadata() {
		return """
				{"token_endpoint":"%2$s/common/oauth2/v2.0/token","token_endpoint_auth_methods_supported":["client_secret_post","private_key_jwt","client_secret_basic"],
				 "jwks_uri":"%2$s/common/discovery/v2.0/keys","response_modes_supported":["query","fragment","form_post"],
				 "subject_types_supported":["pairwise"],"id_token_signing_alg_values_supported":["RS256"],
				 "response_types_supported":["code","id_token","code id_token","id_token token"],
				 "scopes_supported":["openid","profile","email","offline_access"],"issuer":"%1$s",
				 "userinfo_endpoint":"%2$s/oidc/userinfo","authorization_endpoint":"%2$s/common/oauth2/v2.0/authorize",
				 "end_session_endpoint":"%2$s/common/oauth2/v2.0/logout","tenant_region_scope":null}""";
	}

	@Override
	String metadataPath() {
		return "/common/v2.0/.well-known/openid-configuration";
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("issuer_uri", url() + "/common/v2.0");
	}

	@Override
	String issuer() {
		return url() + "/{tenantid}/v2.0";
	}

	@Override
	String tokenIssuer() {
		return issuerOf(TENANT);
	}

	@Override
	String keysPath() {
		return "/common/discovery/v2.0/keys";
	}

	/** Whose tokens a key may sign, each key says. */
	@Override
	String keys() {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("keys", List.of(key(KEY, issuer()), key(PERSONAL_KEY, issuerOf(PERSONAL)))));
	}

	private static Map<String, Object> key(RSAKey key, String issuer) {
		Map<String, Object> fields = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
		fields.put("issuer", issuer);
		return fields;
	}

	private String issuerOf(String tenant) {
		return url() + "/" + tenant + "/v2.0";
	}

	/** People come from there, until it is repaired. */
	public void answersFor(String tenant) {
		claims((claims) -> claims.issuer(issuerOf(tenant)).claim("tid", tenant));
	}

	/**
	 * The key of personal accounts signs, until it is repaired.
	 * @param named whether the token says which it is
	 */
	public void signsWithKeyOfPersonalAccounts(boolean named) {
		signsWith(named ? PERSONAL_KEY : new RSAKey.Builder(PERSONAL_KEY).keyID(null).build());
	}

	@Override
	public String tokenPath() {
		return "/common/oauth2/v2.0/token";
	}

	@Override
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, "our+secret%2Bat%2Fthe+provider", true);
	}

	/** What the tenant's administrator wrote may be there, and says nothing. */
	@Override
	Map<String, Object> claims(Person person) {
		Map<String, Object> claims = new LinkedHashMap<>(super.claims(person));
		claims.put("tid", TENANT);
		claims.put("oid", "00001111-aaaa-2222-bbbb-3333cccc4444");
		claims.put("preferred_username", "someone@contoso.example");
		claims.put("ver", "2.0");
		claims.put("xms_edov", true);
		return claims;
	}

	/**
	 * The subcode is not in the documentation, but in the tests of Microsoft's libraries.
	 */
	@Override
	public Map<String, String> cancelled() {
		return Map.of("error", "access_denied", "error_subcode", "cancel");
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400,
				"""
						{"error":"invalid_grant","error_description":"AADSTS70000: The provided value for the 'code' parameter is not valid.",
						 "error_codes":[70000],"timestamp":"2026-11-21 08:00:00Z","trace_id":"a","correlation_id":"b"}""");
	}

}
