package dev.vestibule.standin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

	/**
	 * What it posts when somebody removes the app there, or wants their data erased: a
	 * <a href=
	 * "https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback">signed
	 * request</a>.
	 */
	public static String notice(String subject, String secret, Instant issuedAt) {
		return sign(secret, "{\"algorithm\":\"HMAC-SHA256\",\"expires\":%d,\"issued_at\":%d,\"user_id\":\"%s\"}"
			.formatted(issuedAt.getEpochSecond() + 3600, issuedAt.getEpochSecond(), subject));
	}

	public static String sign(String secret, String payload) {
		String encoded = BASE64URL.encodeToString(payload.getBytes(StandardCharsets.UTF_8));
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return BASE64URL.encodeToString(mac.doFinal(encoded.getBytes(StandardCharsets.UTF_8))) + "." + encoded;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
