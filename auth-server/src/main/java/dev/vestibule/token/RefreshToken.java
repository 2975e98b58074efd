package dev.vestibule.token;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;

/**
 * A refresh token on the wire: base64url of the family's id (16 bytes), the generation (4
 * bytes), and the HMAC-SHA256 of both (32 bytes). The family's row holds its generation
 * alone, so that a dump of the database opens nothing.
 */
final class RefreshToken {

	private static final int CLAIM_BYTES = 20;

	private static final int LENGTH = 70;

	private final UUID family;

	private final int generation;

	private final byte[] mac;

	private RefreshToken(UUID family, int generation, byte[] mac) {
		this.family = family;
		this.generation = generation;
		this.mac = mac;
	}

	static RefreshToken derive(Keyring keyring, String keyId, UUID family, int generation) {
		return new RefreshToken(family, generation,
				keyring.hmac(Purpose.REFRESH_TOKEN, keyId, claim(family, generation)));
	}

	/**
	 * Reads what a client sent; whether it is genuine is said by {@link #isGenuine}.
	 */
	static Optional<RefreshToken> parse(String value) {
		if (value.length() != LENGTH) {
			return Optional.empty();
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(value));
			UUID family = new UUID(bytes.getLong(), bytes.getLong());
			int generation = bytes.getInt();
			byte[] mac = Arrays.copyOfRange(bytes.array(), CLAIM_BYTES, bytes.capacity());
			return Optional.of(new RefreshToken(family, generation, mac));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	boolean isGenuine(Keyring keyring, String keyId) {
		return MessageDigest.isEqual(this.mac,
				keyring.hmac(Purpose.REFRESH_TOKEN, keyId, claim(this.family, this.generation)));
	}

	UUID family() {
		return this.family;
	}

	int generation() {
		return this.generation;
	}

	String value() {
		byte[] bytes = Arrays.copyOf(claim(this.family, this.generation), CLAIM_BYTES + this.mac.length);
		System.arraycopy(this.mac, 0, bytes, CLAIM_BYTES, this.mac.length);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] claim(UUID family, int generation) {
		return ByteBuffer.allocate(CLAIM_BYTES)
			.putLong(family.getMostSignificantBits())
			.putLong(family.getLeastSignificantBits())
			.putInt(generation)
			.array();
	}

}
