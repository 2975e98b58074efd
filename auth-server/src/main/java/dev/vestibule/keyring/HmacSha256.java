package dev.vestibule.keyring;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC with SHA-256 (RFC 2104) under a key that somebody else holds too; what this server
 * alone makes and checks goes by the {@link Keyring}.
 */
public final class HmacSha256 {

	static final String ALGORITHM = "HmacSHA256";

	private HmacSha256() {
	}

	/**
	 * The HMAC of a message: 32 bytes.
	 */
	public static byte[] of(byte[] key, byte[] message) {
		return of(new SecretKeySpec(key, ALGORITHM), message);
	}

	static byte[] of(SecretKeySpec key, byte[] message) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HmacSHA256 is in every Java platform", ex);
		}
	}

}
