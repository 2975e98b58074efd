package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.flow.Browser.Page;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client at the protocol's end: it asks, and redeems what it gets.
 */
final class RelyingApp {

	static final String REDIRECT_URI = "https://app.example.com/callback";

	static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";

	private final Browser http;

	private final String clientId;

	private final String secret;

	RelyingApp(String url, String clientId, String secret) {
		this.http = new Browser(url);
		this.clientId = clientId;
		this.secret = secret;
	}

	static String challenge() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Map<String, String> request(String scope) {
		Map<String, String> parameters = new TreeMap<>();
		parameters.put("response_type", "code");
		parameters.put("client_id", this.clientId);
		parameters.put("redirect_uri", REDIRECT_URI);
		parameters.put("scope", scope);
		parameters.put("state", "state-" + UUID.randomUUID());
		parameters.put("nonce", "a-nonce");
		parameters.put("code_challenge", challenge());
		parameters.put("code_challenge_method", "S256");
		return parameters;
	}

	String authorizeUrl(String scope) {
		return "/oauth2/authorize?" + Browser.encode(request(scope));
	}

	Page redeem(String code) {
		return redeem(code, Map.of("code_verifier", VERIFIER));
	}

	Page redeem(String code, Map<String, String> more) {
		Map<String, String> form = new TreeMap<>(
				Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI));
		form.putAll(more);
		return token(form);
	}

	Page refresh(String refreshToken) {
		return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
	}

	Page token(Map<String, String> form) {
		return post("/oauth2/token", form);
	}

	/**
	 * Calls an endpoint, authenticated as the client is registered.
	 */
	Page post(String path, Map<String, String> form) {
		Map<String, String> fields = new TreeMap<>(form);
		if (this.secret.isEmpty()) {
			fields.put("client_id", this.clientId);
			return this.http.post(path, fields);
		}
		String credentials = Base64.getEncoder()
			.encodeToString((this.clientId + ":" + this.secret).getBytes(StandardCharsets.UTF_8));
		return this.http.post(path, fields, "Authorization", "Basic " + credentials);
	}

	Page userInfo(String accessToken) {
		return this.http.get("/userinfo", "Authorization", "Bearer " + accessToken);
	}

	static JsonNode json(Page page) {
		return JsonMapper.shared().readTree(page.body());
	}

	static String field(Page page, String name) {
		JsonNode value = json(page).get(name);
		return (value != null) ? value.asString() : "";
	}

	static JWTClaimsSet claims(String jwt) {
		try {
			return SignedJWT.parse(jwt).getJWTClaimsSet();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
