package dev.vestibule.verification;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import dev.vestibule.limit.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

class GuessLimitsTests {

	private final TestLimits time = new TestLimits(TestDatabase.dataSource());

	private final GuessLimits limits = new GuessLimits(this.time.node(), TestVerification.properties(36_000));

	@ParameterizedTest
	@EnumSource(names = { "PROOF", "RESET" }, mode = Mode.EXCLUDE)
	void takeWhenNoAccountIsOpenedThenFiftyADayWhateverComesOut(ChallengePurpose purpose) {
		assertThat(taken(40, purpose)).isEqualTo(40);
		this.limits.succeeded(challenge(purpose));
		assertThat(taken(40, purpose)).isEqualTo(10);
		this.time.pass(Duration.ofDays(1));
		assertThat(taken(60, purpose)).isEqualTo(50);
	}

	@ParameterizedTest
	@EnumSource(names = { "PROOF", "RESET" })
	void takeWhenAnAccountIsOpenedThenHundredInARowAndASuccessClears(ChallengePurpose purpose) {
		assertThat(taken(99, purpose)).isEqualTo(99);
		this.limits.succeeded(challenge(purpose));
		assertThat(taken(120, purpose)).isEqualTo(100);
		this.time.pass(Duration.ofDays(29));
		assertThat(taken(1, purpose)).as("days do not heal it").isZero();
		this.time.pass(Duration.ofDays(1));
		assertThat(taken(1, purpose)).isOne();
		assertThat(taken(60, ChallengePurpose.SIGN_UP)).as("sign-ups are counted by themselves").isEqualTo(50);
	}

	@Test
	void takeWithLinkThenTenAnHourPerSource() {
		UUID challenge = UUID.randomUUID();
		for (String address : new String[] { "192.0.2.1", "192.0.2.2" }) {
			assertThat(IntStream.range(0, 20)
				.filter((i) -> succeeds(() -> this.limits.takeWithLink(challenge, Source.of(address))))
				.count()).isEqualTo(10);
		}
	}

	private long taken(int times, ChallengePurpose purpose) {
		return IntStream.range(0, times).filter((i) -> succeeds(() -> this.limits.take(challenge(purpose)))).count();
	}

	private static Challenge challenge(ChallengePurpose purpose) {
		return new Challenge(UUID.randomUUID(), purpose, new EmailAddress("ann@example.com"), false, null, null, "key",
				1);
	}

	private static boolean succeeds(Runnable work) {
		try {
			work.run();
			return true;
		}
		catch (LimitExceededException ex) {
			return false;
		}
	}

}
