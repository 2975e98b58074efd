package dev.vestibule.quickstart.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What the relying server registered with a provider.
 */
public record Registration(String clientId, String clientSecret, String redirectUri) {

	boolean hasSecret(String secret) {
		return MessageDigest.isEqual(this.clientSecret.getBytes(StandardCharsets.UTF_8),
				secret.getBytes(StandardCharsets.UTF_8));
	}

}
