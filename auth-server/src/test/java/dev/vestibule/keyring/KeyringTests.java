package dev.vestibule.keyring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyringTests {

	private static final byte[] MESSAGE = { 1, 2, 3 };

	private static final byte[] CONTEXT = { 4 };

	private final Keyring keyring = new Keyring(keys("old", "new"));

	@Test
	void hmacWhenPurposeOrKeyDiffersThenDiffers() {
		byte[] mac = this.keyring.hmac(Purpose.VERIFICATION_CODE, "new", MESSAGE);
		assertThat(mac).hasSize(32)
			.isEqualTo(this.keyring.hmac(Purpose.VERIFICATION_CODE, "new", MESSAGE))
			.isNotEqualTo(this.keyring.hmac(Purpose.VERIFICATION_LINK, "new", MESSAGE))
			.isNotEqualTo(this.keyring.hmac(Purpose.VERIFICATION_CODE, "old", MESSAGE));
	}

	@Test
	void writingKeyIsTheLast() {
		assertThat(this.keyring.writingKey()).isEqualTo("new");
	}

	@Test
	void decryptWhenSameContextThenPlaintext() {
		byte[] ciphertext = this.keyring.encrypt(Purpose.SIGNING_KEY, "old", MESSAGE, CONTEXT);
		assertThat(this.keyring.decrypt(Purpose.SIGNING_KEY, "old", ciphertext, CONTEXT)).isEqualTo(MESSAGE);
	}

	@Test
	void decryptWhenContextAlteredThenRefused() {
		byte[] ciphertext = this.keyring.encrypt(Purpose.SIGNING_KEY, "new", MESSAGE, CONTEXT);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.keyring.decrypt(Purpose.SIGNING_KEY, "new", ciphertext, MESSAGE));
	}

	@Test
	void hmacWhenKeyUnknownThenNamesIt() {
		assertThatExceptionOfType(UnknownKeyException.class)
			.isThrownBy(() -> this.keyring.hmac(Purpose.REFRESH_TOKEN, "gone", MESSAGE))
			.withMessageContaining("gone");
	}

	static Map<String, byte[]> keys(String... ids) {
		Map<String, byte[]> keys = new LinkedHashMap<>();
		for (String id : ids) {
			byte[] key = new byte[32];
			key[0] = (byte) id.hashCode();
			keys.put(id, key);
		}
		return keys;
	}

	@Test
	void toStringWhenSettingsThenNoKey() {
		assertThat(new KeyringProperties(List.of("a:s3cr3t"), null)).asString().doesNotContain("s3cr3t");
	}

}
