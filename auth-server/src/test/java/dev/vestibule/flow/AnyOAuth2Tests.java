package dev.vestibule.flow;

import dev.vestibule.standin.AnyOAuth2;

/**
 * Signing in with {@link AnyOAuth2}.
 */
class AnyOAuth2Tests extends OAuth2PresetTests<AnyOAuth2> {

	AnyOAuth2Tests() {
		super(new AnyOAuth2());
	}

}
