package dev.vestibule.federation;

import org.springframework.stereotype.Component;

/**
 * Any OpenID Connect provider, by its issuer.
 */
@Component
class OpenIdConnectPreset extends OpenIdPreset {

	OpenIdConnectPreset() {
		super("oidc", "OpenID Connect");
		mayBeTrusted(Trust.ALWAYS, false);
	}

	@Override
	boolean usesUserInfo() {
		return true;
	}

}
