package dev.vestibule.signing;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SigningPropertiesTests {

	private static final Duration DAY = Duration.ofDays(1);

	@Test
	void createWhenAheadIsNotShorterThanRotationThenSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SigningProperties(DAY, DAY, DAY))
			.withMessage("vestibule.signing.rotation must be longer than vestibule.signing.published-ahead.");
	}

	@Test
	void createWhenPublishedShorterThanCachedThenSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SigningProperties(DAY, Duration.ofMinutes(4), DAY))
			.withMessageStartingWith("vestibule.signing.published-ahead must be 5 minutes at least");
	}

	@Test
	void createWhenRetiredKeysVanishBeforeTokensExpireThenSaysSo() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SigningProperties(DAY, Duration.ofHours(1), Duration.ofMinutes(59)))
			.withMessageStartingWith("vestibule.signing.published-after must be 1 hour at least");
	}

}
