package dev.vestibule.keyring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of random values that only have to be known again: too long to be guessed,
 * they need no key.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * The SHA-256 of a text's UTF-8: 32 bytes.
	 */
	public static byte[] of(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is in every Java platform", ex);
		}
	}

}
