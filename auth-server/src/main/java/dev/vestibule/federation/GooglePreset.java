package dev.vestibule.federation;

import java.util.Map;

import dev.vestibule.account.EmailAddress;

import org.springframework.stereotype.Component;

/**
 * Google. The address is trusted where Google says that it is authoritative.
 */
@Component
class GooglePreset extends OpenIdPreset {

	GooglePreset() {
		super("google", "Google");
		standsAt(10);
		set("issuer_uri", "https://accounts.google.com");
		mayBeTrusted(Trust.AUTHORITATIVE, true);
	}

	/** Google's may still come without its scheme. */
	@Override
	String issuer(String published, Map<String, Object> claims) {
		String legacy = published.substring(published.indexOf("//") + 2);
		return legacy.equals(claims.get("iss")) ? published : super.issuer(published, claims);
	}

	/** By Google's own rule; the flag has to be a boolean, not a word that looks true. */
	@Override
	boolean isAuthoritative(Map<String, Object> claims, EmailAddress email) {
		return Boolean.TRUE.equals(claims.get("email_verified"))
				&& (email.domain().equals("gmail.com") || Claims.text(claims, "hd").isPresent());
	}

}
