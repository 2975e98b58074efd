package dev.vestibule.signing;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class CryptographyTests {

	@Test
	@EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "aarch64" })
	void readWhenOnLinuxThenSignedByCorretto() {
		assertThat(Cryptography.description()).startsWith("AmazonCorrettoCryptoProvider 2.");
		var pair = SigningKeyPairs.generate(SigningAlgorithm.ES256);
		SigningKey key = SigningKeyPairs.read(pair.getKeyID(), KeyState.ACTIVE, pair.toPublicJWK().toJSONString(),
				SigningKeyPairs.privateKey(pair));
		assertThat(Objects.requireNonNull(key.signer()).getJCAContext().getProvider())
			.isSameAs(Cryptography.provider());
	}

}
