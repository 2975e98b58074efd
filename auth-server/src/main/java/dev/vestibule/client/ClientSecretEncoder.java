package dev.vestibule.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import dev.vestibule.keyring.RandomText;
import dev.vestibule.keyring.UnknownKeyException;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Compares a client's secret with the keyed hashes of all that it holds, in constant
 * time. The encoded form is the client's id and its hashes, some with the millisecond in
 * which they expire: {@code client-id key-id:hash key-id:hash:expiry}. Secrets have 256
 * bits, and slow hashing would only slow guessing.
 */
@Component
public class ClientSecretEncoder implements PasswordEncoder {

	private static final int SECRET_BYTES = 32;

	private final Keyring keyring;

	ClientSecretEncoder(Keyring keyring) {
		this.keyring = keyring;
	}

	/**
	 * Whether the secret is one of those that the client holds.
	 */
	@Override
	public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
		if (secret == null || encoded == null) {
			return false;
		}
		String[] parts = encoded.split(" ");
		boolean matches = false;
		for (int i = 1; i < parts.length; i++) {
			String[] held = parts[i].split(":", -1);
			matches |= matches(HexFormat.of().parseHex(held[1]), held[0], parts[0], secret) && !isExpired(held);
		}
		return matches;
	}

	// At each use, since the encoded form is remembered.
	private static boolean isExpired(String[] held) {
		return held.length > 2 && Long.parseLong(held[2]) <= System.currentTimeMillis();
	}

	private boolean matches(byte[] expected, String keyId, String clientId, CharSequence secret) {
		try {
			return MessageDigest.isEqual(expected, hash(keyId, clientId, secret));
		}
		catch (UnknownKeyException ex) {
			return false;
		}
	}

	/**
	 * Not offered: a hash depends on the client, and {@link Clients} writes it.
	 */
	@Override
	public String encode(@Nullable CharSequence secret) {
		throw new UnsupportedOperationException("clients' secrets are kept by Clients");
	}

	/**
	 * The hash of a client's secret under a key of the keyring.
	 */
	byte[] hash(String keyId, String clientId, CharSequence secret) {
		// A client's id has no NUL in it.
		return this.keyring.hmac(Purpose.CLIENT_SECRET, keyId,
				(clientId + '\0' + secret).getBytes(StandardCharsets.UTF_8));
	}

	static String newSecret() {
		return RandomText.of(SECRET_BYTES);
	}

}
