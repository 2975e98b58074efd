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
import dev.vestibule.keyring.UnknownKeyException;

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
	 * Six digits; empty if their key was dropped.
	 */
	Optional<String> code(Challenge challenge) {
		return mac(Purpose.VERIFICATION_CODE, challenge)
			.map((mac) -> "%06d".formatted(Long.remainderUnsigned(ByteBuffer.wrap(mac).getLong(), CODES)));
	}

	/**
	 * The challenge's name and a MAC of 256 bits, in base64url; empty if their key was
	 * dropped.
	 */
	Optional<String> linkToken(Challenge challenge) {
		return mac(Purpose.VERIFICATION_LINK, challenge)
			.map((mac) -> ByteBuffer.allocate(TOKEN_BYTES).put(name(challenge)).put(mac).array())
			.map(Base64.getUrlEncoder().withoutPadding()::encodeToString);
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

	private Optional<byte[]> mac(Purpose purpose, Challenge challenge) {
		try {
			return Optional.of(this.keyring.hmac(purpose, challenge.keyId(), name(challenge)));
		}
		catch (UnknownKeyException ex) {
			return Optional.empty();
		}
	}

	private static UUID uuid(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, 16));
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	private static byte[] name(Challenge challenge) {
		return ByteBuffer.allocate(NAME_BYTES)
			.putLong(challenge.id().getMostSignificantBits())
			.putLong(challenge.id().getLeastSignificantBits())
			.putInt(challenge.generation())
			.array();
	}

}
