package dev.vestibule.federation;

import org.springframework.stereotype.Component;

/**
 * Kakao. A person's id belongs to our app there.
 */
@Component
class KakaoPreset extends OAuth2Preset {

	KakaoPreset() {
		super("kakao", "Kakao");
		standsAt(70);
		set("authorization_uri", "https://kauth.kakao.com/oauth/authorize");
		set("token_uri", "https://kauth.kakao.com/oauth/token");
		set("user_info_uri", "https://kapi.kakao.com/v2/user/me");
		set("scope", "account_email profile_nickname");
		set("email_field", "kakao_account.email");
		set("email_verified_field", "kakao_account.is_email_verified");
		set("name_field", "kakao_account.profile.nickname");
	}

	@Override
	String authority(ProviderSettings settings) {
		return settings.clientId();
	}

}
