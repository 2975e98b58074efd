package dev.vestibule.federation;

import java.net.URI;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A kind of provider that speaks OAuth 2 and tells who somebody is by an API of its own.
 * Where in that API's answer things are is a setting; a name with points leads into
 * nested objects.
 */
abstract class OAuth2Preset extends Preset {

	OAuth2Preset(String id, String name) {
		super(id, name);
		requires("authorization_uri", "token_uri", "user_info_uri");
		takes("scope", "issuer");
		set("token_endpoint_auth_method", "client_secret_post");
		set("subject_field", "id");
		set("email_field", "email");
		set("email_verified_field", "email_verified");
		set("name_field", "name");
		rule("token_endpoint_auth_method", "client_secret_post|client_secret_basic",
				"must be client_secret_post or client_secret_basic");
		rule("scope", "(?!(.* )?openid( |$)).*", "has openid, for which the preset is oidc");
	}

	/**
	 * Whose ids these are. By default the API's: those of another address are others.
	 */
	String authority(ProviderSettings settings) {
		URI api = URI.create(settings.get("user_info_uri"));
		return api.getScheme() + "://" + api.getAuthority();
	}

	/**
	 * What its authorization endpoint is told beside the usual parameters.
	 */
	Map<String, Object> parameters(HttpServletRequest request) {
		return Map.of();
	}

	/**
	 * Whether the token endpoint wants to see the state again.
	 */
	boolean echoesState() {
		return false;
	}

	/**
	 * Asks the API who it is.
	 */
	Map<String, Object> profile(ProviderSettings settings, ProviderHttp http, String accessToken) {
		return http.getObject(URI.create(settings.get("user_info_uri")), accessToken);
	}

	/**
	 * Whether the person kept the address back, and might be asked again.
	 */
	boolean isEmailDeclined(Map<String, Object> profile) {
		return false;
	}

	@Override
	Provider create(ProviderSettings settings, ProviderHttp http) {
		return new OAuth2Provider(this, settings, http);
	}

}
