package dev.vestibule.standin;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Apple, as it answers by <a href=
 * "https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server">Request
 * an authorization</a> and <a href=
 * "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret">Creating
 * a client secret</a>: the answer is posted from its own site, with the person's name the
 * first time, and our secret is a token of ours.
 */
public class Apple extends OpenIdStandIn {

	private static final KeyPair KEY = key();

	public Apple() {
		super("apple");
	}

	@Override
	String authorizationPath() {
		return "/auth/authorize";
	}

	@Override
	Set<String> scope() {
		return Set.of("openid", "email", "name");
	}

	private static KeyPair key() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String secret() {
		return "-----BEGIN PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(KEY.getPrivate().getEncoded())
				+ "\n-----END PRIVATE KEY-----\n";
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("issuer_uri", issuer(), "team_id", "TEAM123456", "key_id", "KEY1234567");
	}

	@Override
	String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%2$s/auth/authorize","token_endpoint":"%2$s/auth/token",
				 "revocation_endpoint":"%2$s/auth/revoke","jwks_uri":"%2$s/auth/keys","response_types_supported":["code"],
				 "response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["pairwise"],
				 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","name"],
				 "token_endpoint_auth_methods_supported":["client_secret_post"],
				 "claims_supported":["aud","email","email_verified","exp","iat","is_private_email","iss","nonce","nonce_supported","real_user_status","sub","transfer_sub"]}""";
	}

	@Override
	String keysPath() {
		return "/auth/keys";
	}

	@Override
	public String tokenPath() {
		return "/auth/token";
	}

	@Override
	boolean isRedeemed(Call call) {
		try {
			SignedJWT secret = SignedJWT.parse(call.form().get("client_secret"));
			JWTClaimsSet claims = secret.getJWTClaimsSet();
			Duration life = Duration.between(claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
			return secret.verify(new ECDSAVerifier((ECPublicKey) KEY.getPublic()))
					&& "KEY1234567".equals(secret.getHeader().getKeyID()) && "TEAM123456".equals(claims.getIssuer())
					&& CLIENT_ID.equals(claims.getSubject()) && List.of(issuer()).equals(claims.getAudience())
					&& life.compareTo(Duration.ofDays(180)) < 0 && CLIENT_ID.equals(call.form().get("client_id"))
					&& call.redeems();
		}
		catch (ParseException | JOSEException ex) {
			return false;
		}
	}

	/** No name, and truth may be a text. */
	@Override
	Map<String, Object> claims(Person person) {
		Map<String, Object> claims = new LinkedHashMap<>(super.claims(person));
		claims.remove("name");
		claims.computeIfPresent("email_verified", (name, verified) -> String.valueOf(verified));
		claims.put("nonce_supported", true);
		claims.put("is_private_email", "false");
		return claims;
	}

	@Override
	public Map<String, String> extra() {
		return Map.of("user",
				"{\"name\":{\"firstName\":\"Ann\",\"lastName\":\"There\"},\"email\":\"shown@example.com\"}");
	}

	/** Nothing else than a form has room for the name. */
	@Override
	String flaw(Map<String, String> asked) {
		return "form_post".equals(asked.get("response_mode")) ? super.flaw(asked)
				: "response_mode must be form_post when name or email scope is requested.";
	}

	/** Posted from its own site, so that no cookie comes along. */
	@Override
	Reply deliver(String redirectUri, Map<String, String> answer) {
		String fields = answer.entrySet()
			.stream()
			.map((each) -> "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(each.getKey(),
					escape(each.getValue())))
			.collect(Collectors.joining());
		return page("Apple", "<form method=\"post\" action=\"" + escape(redirectUri) + "\">" + fields
				+ "</form><script>document.forms[0].submit()</script>");
	}

	@Override
	public Map<String, String> cancelled() {
		return Map.of("error", "user_cancelled_authorize");
	}

	@Override
	public Reply codeRefused() {
		return Reply.json(400,
				"{\"error\":\"invalid_grant\",\"error_description\":\"The code has expired or has been revoked.\"}");
	}

}
