package dev.vestibule.federation;

import org.springframework.stereotype.Component;

/**
 * Naver. A person's id belongs to our app there. What it asks the person for is chosen in
 * its console, not by a scope.
 */
@Component
class NaverPreset extends OAuth2Preset {

	NaverPreset() {
		super("naver", "Naver");
		standsAt(80);
		set("authorization_uri", "https://nid.naver.com/oauth2.0/authorize");
		set("token_uri", "https://nid.naver.com/oauth2.0/token");
		set("user_info_uri", "https://openapi.naver.com/v1/nid/me");
		set("subject_field", "response.id");
		set("email_field", "response.email");
		set("name_field", "response.name");
	}

	@Override
	String authority(ProviderSettings settings) {
		return settings.clientId();
	}

	@Override
	boolean echoesState() {
		return true;
	}

}
