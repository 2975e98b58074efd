package dev.vestibule.federation;

import org.springframework.stereotype.Component;

/**
 * Any OAuth 2 provider, by its addresses and by where its answer has what.
 */
@Component
class AnyOAuth2Preset extends OAuth2Preset {

	AnyOAuth2Preset() {
		super("oauth2", "OAuth 2");
		mayBeTrusted(Trust.ALWAYS, false);
	}

}
