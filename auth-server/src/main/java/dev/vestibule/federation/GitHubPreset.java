package dev.vestibule.federation;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * GitHub. The address is the primary one, if GitHub has verified it; what the profile
 * shows is any that the person chose to show.
 */
@Component
class GitHubPreset extends OAuth2Preset {

	GitHubPreset() {
		super("github", "GitHub");
		standsAt(50);
		set("authorization_uri", "https://github.com/login/oauth/authorize");
		set("token_uri", "https://github.com/login/oauth/access_token");
		set("user_info_uri", "https://api.github.com/user");
		set("scope", "user:email");
	}

	@Override
	Map<String, Object> profile(ProviderSettings settings, ProviderHttp http, String accessToken) {
		Map<String, Object> profile = new HashMap<>(super.profile(settings, http, accessToken));
		profile.remove("email");
		http.getList(URI.create(settings.get("user_info_uri") + "/emails"), accessToken)
			.stream()
			.filter((each) -> Boolean.TRUE.equals(each.get("primary")) && Boolean.TRUE.equals(each.get("verified")))
			.findFirst()
			.ifPresent((primary) -> profile.put("email", primary.get("email")));
		return profile;
	}

}
