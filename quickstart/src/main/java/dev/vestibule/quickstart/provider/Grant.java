package dev.vestibule.quickstart.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import dev.vestibule.quickstart.http.Parameters;

/**
 * What a person granted on the login form, and the authorization request that asked.
 */
record Grant(Person person, Parameters request) {

	Set<String> scopes() {
		return Set.copyOf(List.of(this.request.get("scope").split("[ ,]+")));
	}

	boolean isFor(String redirectUri) {
		return this.request.get("redirect_uri").equals(redirectUri);
	}

	/**
	 * Whether the verifier answers the challenge of the request, if it had one (RFC 7636
	 * section 4.6).
	 */
	boolean isProvedBy(String verifier) {
		String challenge = this.request.get("code_challenge");
		if (challenge.isEmpty()) {
			return true;
		}
		String answer = this.request.get("code_challenge_method").equals("S256") ? s256(verifier) : verifier;
		return answer.equals(challenge);
	}

	private static String s256(String verifier) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
