package dev.vestibule.verification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;

import org.springframework.stereotype.Component;

/**
 * Derives a challenge's code and link token from its id and generation, so that neither
 * is ever stored, and compares them in constant time.
 */
@Component
class Secrets {

	private static final int NAME_BYTES = 16 + 4;

	private static final int TOKEN_BYTES = NAME_BYTES + 32;

	private static final long CODES = 1_000_000;

	private final Keyring keyring;

	Secrets(Keyring keyring) {
		this.keyring = keyring;
	}

	/**
	 * Six digits.
	 */
	String code(String keyId, UUID challengeId, int generation) {
		byte[] mac = this.keyring.hmac(Purpose.VERIFICATION_CODE, keyId, name(challengeId, generation));
		return "%06d".formatted(Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), CODES));
	}

	/**
	 * The challenge's name and a MAC of 256 bits, in base64url.
	 */
	String linkToken(String keyId, UUID challengeId, int generation) {
		byte[] name = name(challengeId, generation);
		byte[] mac = this.keyring.hmac(Purpose.VERIFICATION_LINK, keyId, name);
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(ByteBuffer.allocate(TOKEN_BYTES).put(name).put(mac).array());
	}

	/**
	 * Which challenge a link token names; it is not yet known to be genuine.
	 */
	Optional<UUID> challengeOf(String token) {
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(token);
			return (bytes.length == TOKEN_BYTES) ? Optional.of(uuid(bytes)) : Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	static boolean same(String expected, String given) {
		return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
	}

	private static UUID uuid(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, 16));
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	private static byte[] name(UUID challengeId, int generation) {
		return ByteBuffer.allocate(NAME_BYTES)
			.putLong(challengeId.getMostSignificantBits())
			.putLong(challengeId.getLeastSignificantBits())
			.putInt(generation)
			.array();
	}

}
