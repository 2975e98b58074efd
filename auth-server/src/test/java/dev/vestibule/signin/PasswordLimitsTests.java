package dev.vestibule.signin;

import java.time.Duration;
import java.util.stream.IntStream;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Source;
import dev.vestibule.limit.TestLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordLimitsTests {

	private static final EmailAddress ANN = new EmailAddress("ann@example.com");

	private final TestLimits time = new TestLimits(TestDatabase.dataSource());

	private final Limits limits = this.time.node();

	private final PasswordLimits passwords = new PasswordLimits(new SignInProperties(10, 100, Duration.ofDays(30)));

	@Test
	void ofThenTenInAQuarterOfAnHourPerSource() {
		assertThat(taken(30, "192.0.2.1", null)).isEqualTo(10);
		assertThat(taken(30, "192.0.2.2", null)).isEqualTo(10);
		this.time.pass(Duration.ofMinutes(15));
		assertThat(taken(30, "192.0.2.1", null)).isEqualTo(10);
	}

	@Test
	void ofThenHundredInARowWhereverTheyComeFromUntilAMonthIsOver() {
		assertThat(takenByStrangers(500)).isEqualTo(100);
		this.time.pass(Duration.ofDays(29));
		assertThat(takenByStrangers(500)).isZero();
		this.time.pass(Duration.ofDays(1));
		assertThat(takenByStrangers(500)).isEqualTo(100);
	}

	@Test
	void inARowWhenClearedThenTheyBeginAnew() {
		takenByStrangers(500);
		this.limits.clear(this.passwords.inARow(ANN));
		assertThat(takenByStrangers(500)).isEqualTo(100);
	}

	@Test
	void attack35WhenStrangersGuessFiveHundredTimesThenAKnownDeviceIsNotLockedOut() {
		assertThat(takenByStrangers(500)).isEqualTo(100);
		assertThat(taken(1, "192.0.2.1", null)).as("a device that is not known").isZero();
		assertThat(taken(30, "192.0.2.1", "device")).isEqualTo(10);
		this.time.pass(Duration.ofDays(29));
		assertThat(taken(30, "198.51.100.1", "device")).as("wherever it is").isEqualTo(10);
		assertThat(taken(1, "198.51.100.1", "another device")).isOne();
	}

	private int takenByStrangers(int times) {
		return IntStream.range(0, times).map((i) -> taken(1, "2001:db8:0:%x::1".formatted(i), null)).sum();
	}

	private int taken(int times, String address, @Nullable String knownDevice) {
		return (int) IntStream.range(0, times).filter((i) -> take(address, knownDevice)).count();
	}

	private boolean take(String address, @Nullable String knownDevice) {
		try {
			this.limits.take(this.passwords.of(ANN, Source.of(address), knownDevice));
			return true;
		}
		catch (LimitExceededException ex) {
			return false;
		}
	}

}
