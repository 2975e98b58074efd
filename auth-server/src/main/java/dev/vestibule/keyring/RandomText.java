package dev.vestibule.keyring;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Text that nobody can guess, in base64url without padding (RFC 4648, section 5), as it
 * may stand in addresses, headers and cookies.
 */
public final class RandomText {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

	private RandomText() {
	}

	/**
	 * A new text, of four characters for each three bytes.
	 * @param bytes how many random bytes it stands for: 16 to name a thing, 32 to be a
	 * secret
	 */
	public static String of(int bytes) {
		byte[] random = new byte[bytes];
		RANDOM.nextBytes(random);
		return BASE64URL.encodeToString(random);
	}

}
