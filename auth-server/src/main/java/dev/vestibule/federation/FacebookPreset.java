package dev.vestibule.federation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.vestibule.keyring.HmacSha256;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Facebook, by the Graph API. A person's id belongs to our app there. The address may be
 * missing and is never trusted: Facebook does not say whether it checked it.
 */
@Component
class FacebookPreset extends OAuth2Preset {

	static final String ID = "facebook";

	/** Of July 2026. */
	static final String VERSION = "v26.0";

	/** Asks once more for what was declined. */
	static final String AGAIN = "again";

	FacebookPreset() {
		super(ID, "Facebook");
		standsAt(40);
		set("graph_version", VERSION);
		set("web_uri", "https://www.facebook.com");
		set("graph_uri", "https://graph.facebook.com");
		set("authorization_uri", "{web_uri}/{graph_version}/dialog/oauth");
		set("token_uri", "{graph_uri}/{graph_version}/oauth/access_token");
		set("user_info_uri", "{graph_uri}/{graph_version}/me");
		set("scope", "email public_profile");
		rule("graph_version", "v[0-9]{1,3}\\.[0-9]{1,2}", "must look like v26.0");
	}

	@Override
	String authority(ProviderSettings settings) {
		return settings.clientId();
	}

	@Override
	Map<String, Object> parameters(HttpServletRequest request) {
		return (request.getParameter(AGAIN) != null) ? Map.of("auth_type", "rerequest") : Map.of();
	}

	/** Apps with "Require App Secret" are refused without a proof of it. */
	@Override
	Map<String, Object> profile(ProviderSettings settings, ProviderHttp http, String accessToken) {
		URI uri = UriComponentsBuilder.fromUriString(settings.get("user_info_uri"))
			.queryParam("fields", "id,name,email,picture,permissions")
			.queryParam("appsecret_proof", HexFormat.of().formatHex(hmac(settings.clientSecret(), accessToken)))
			.build()
			.toUri();
		return http.getObject(uri, accessToken);
	}

	@Override
	boolean isEmailDeclined(Map<String, Object> profile) {
		return Claims.get(profile, "permissions.data") instanceof List<?> permissions
				&& permissions.contains(Map.of("permission", "email", "status", "declined"));
	}

	/**
	 * What the app's secret makes of a text.
	 */
	static byte[] hmac(String secret, String text) {
		return HmacSha256.of(secret.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
	}

}
