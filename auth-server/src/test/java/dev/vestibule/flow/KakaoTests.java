package dev.vestibule.flow;

import dev.vestibule.standin.Kakao;

/**
 * Signing in with {@link Kakao}.
 */
class KakaoTests extends OAuth2PresetTests<Kakao> {

	KakaoTests() {
		super(new Kakao());
	}

}
