package dev.vestibule.keyring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives and encrypts with named 256-bit keys, one subkey per purpose (HKDF with
 * SHA-256, RFC 5869). What it makes names the key that made it, so that several keys stay
 * readable while the newest writes.
 */
public class Keyring {

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Map<Purpose, SecretKeySpec>> subkeys = new LinkedHashMap<>();

	private final String writingKey;

	/**
	 * Creates a keyring.
	 * @param keys 32-byte keys by id, in order; the last one writes
	 */
	Keyring(Map<String, byte[]> keys) {
		String last = null;
		for (Map.Entry<String, byte[]> key : keys.entrySet()) {
			this.subkeys.put(key.getKey(), subkeysOf(key.getValue()));
			last = key.getKey();
		}
		if (last == null) {
			throw new IllegalArgumentException("a keyring needs at least one key");
		}
		this.writingKey = last;
	}

	/**
	 * The id of the key that new secrets are made with; it belongs into their row.
	 */
	public String writingKey() {
		return this.writingKey;
	}

	/**
	 * HMAC-SHA256 of the message under the key's subkey for the purpose: 32 bytes.
	 * @throws UnknownKeyException if the keyring does not hold that key
	 */
	public byte[] hmac(Purpose purpose, String keyId, byte[] message) {
		return HmacSha256.of(subkey(purpose, keyId), message);
	}

	/**
	 * AES-256-GCM under the key's subkey for the purpose.
	 * @param context what the plaintext belongs to; it has to be given again to decrypt
	 * @return a random 96-bit nonce, the ciphertext, and the 128-bit tag
	 */
	public byte[] encrypt(Purpose purpose, String keyId, byte[] plaintext, byte[] context) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		byte[] sealed = cipher(Cipher.ENCRYPT_MODE, subkey(purpose, keyId), nonce, plaintext, context);
		byte[] result = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
		System.arraycopy(sealed, 0, result, NONCE_BYTES, sealed.length);
		return result;
	}

	/**
	 * Reverses {@link #encrypt}.
	 * @throws UnknownKeyException if the keyring does not hold that key
	 * @throws IllegalStateException if the ciphertext or its context was altered
	 */
	public byte[] decrypt(Purpose purpose, String keyId, byte[] ciphertext, byte[] context) {
		byte[] nonce = Arrays.copyOf(ciphertext, NONCE_BYTES);
		byte[] sealed = Arrays.copyOfRange(ciphertext, NONCE_BYTES, ciphertext.length);
		return cipher(Cipher.DECRYPT_MODE, subkey(purpose, keyId), nonce, sealed, context);
	}

	private SecretKeySpec subkey(Purpose purpose, String keyId) {
		Map<Purpose, SecretKeySpec> ofKey = this.subkeys.get(keyId);
		SecretKeySpec subkey = (ofKey != null) ? ofKey.get(purpose) : null;
		if (subkey == null) {
			throw new UnknownKeyException(keyId);
		}
		return subkey;
	}

	private static Map<Purpose, SecretKeySpec> subkeysOf(byte[] key) {
		byte[] pseudorandomKey = HmacSha256.of(new byte[32], key);
		SecretKeySpec expansionKey = new SecretKeySpec(pseudorandomKey, HmacSha256.ALGORITHM);
		Map<Purpose, SecretKeySpec> subkeys = new EnumMap<>(Purpose.class);
		for (Purpose purpose : Purpose.values()) {
			byte[] info = ("vestibule/" + purpose.name()).getBytes(StandardCharsets.US_ASCII);
			// One block of HKDF-Expand is exactly the 32 bytes that are needed.
			byte[] block = Arrays.copyOf(info, info.length + 1);
			block[info.length] = 1;
			String algorithm = purpose.encrypts() ? "AES" : HmacSha256.ALGORITHM;
			subkeys.put(purpose, new SecretKeySpec(HmacSha256.of(expansionKey, block), algorithm));
		}
		return subkeys;
	}

	private static byte[] cipher(int mode, SecretKeySpec key, byte[] nonce, byte[] input, byte[] context) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
			cipher.updateAAD(context);
			return cipher.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("the ciphertext does not open under this key", ex);
		}
	}

}
