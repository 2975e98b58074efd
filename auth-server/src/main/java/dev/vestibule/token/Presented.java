package dev.vestibule.token;

import org.jspecify.annotations.Nullable;

/**
 * By which secret an authorization was found; it travels as an attribute from the finding
 * to the save, which thereby knows what is being spent.
 *
 * @param refreshToken set for {@link Kind#REFRESH_TOKEN}
 * @param keyId the key of the refresh token's family
 * @param rotated whether the refresh token was spent by the finding
 */
record Presented(Kind kind, @Nullable RefreshToken refreshToken, @Nullable String keyId, boolean rotated) {

	static Presented of(Kind kind) {
		return new Presented(kind, null, null, false);
	}

	RefreshToken requireRefreshToken() {
		if (this.refreshToken == null) {
			throw new IllegalStateException("found by a refresh token, and it is not here");
		}
		return this.refreshToken;
	}

	enum Kind {

		CONSENT_STATE, CODE, REFRESH_TOKEN, ACCESS_TOKEN

	}

}
