package dev.vestibule.flow;

import dev.vestibule.standin.Naver;

/**
 * Signing in with {@link Naver}.
 */
class NaverTests extends OAuth2PresetTests<Naver> {

	NaverTests() {
		super(new Naver());
	}

}
