package dev.vestibule.verification;

import java.time.Duration;

/**
 * The settings as they are unless set.
 */
final class TestVerification {

	private TestVerification() {
	}

	static VerificationProperties properties(int mailsInAll) {
		return new VerificationProperties(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24), 5, 5, 50,
				100, Duration.ofDays(30), 10, Duration.ofSeconds(60), 5, 10, 20, 3, 60, mailsInAll);
	}

}
