package dev.vestibule.federation;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * X. An address comes only to apps that may ask for it, for which {@code users.email} has
 * to be in the scope.
 */
@Component
class XPreset extends OAuth2Preset {

	XPreset() {
		super("x", "X");
		standsAt(60);
		set("authorization_uri", "https://x.com/i/oauth2/authorize");
		set("token_uri", "https://api.x.com/2/oauth2/token");
		set("user_info_uri", "https://api.x.com/2/users/me");
		set("scope", "tweet.read users.read");
		set("token_endpoint_auth_method", "client_secret_basic");
		set("subject_field", "data.id");
		set("email_field", "data.confirmed_email");
		set("name_field", "data.name");
	}

	@Override
	Map<String, Object> profile(ProviderSettings settings, ProviderHttp http, String accessToken) {
		boolean email = List.of(settings.get("scope").split(" ")).contains("users.email");
		return http.getObject(URI.create(settings.get("user_info_uri") + (email ? "?user.fields=confirmed_email" : "")),
				accessToken);
	}

}
