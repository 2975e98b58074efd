package dev.vestibule.standin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stands in for a provider that speaks OAuth 2 and has an API of its own.
 */
public abstract class OAuth2StandIn extends StandIn {

	OAuth2StandIn(String preset) {
		super(preset);
	}

	/** The path of the API that says who it is. */
	public abstract String profilePath();

	/** Its answer. */
	public abstract String profile(Person person);

	/** The token endpoint's answer. */
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":3600}".formatted(call.accessToken());
	}

	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, SECRET, false);
	}

	@Override
	public String lastPath() {
		return profilePath();
	}

	@Override
	public String authority() {
		return url();
	}

	@Override
	public Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("authorization_uri", url() + authorizationPath());
		settings.put("token_uri", url() + tokenPath());
		settings.put("user_info_uri", url() + profilePath());
		// None of them says so; an administrator may.
		settings.put("issuer", url());
		return settings;
	}

	@Override
	Reply answer(String path, Call call) {
		if (path.equals(tokenPath())) {
			return isRedeemed(call) ? Reply.json(200, tokens(call)) : codeRefused();
		}
		if (path.equals(profilePath())) {
			return Reply.json(200, profile(call.person()));
		}
		return Reply.json(404, "{}");
	}

}
