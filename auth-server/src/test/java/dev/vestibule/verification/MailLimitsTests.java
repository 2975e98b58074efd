package dev.vestibule.verification;

import java.time.Duration;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Source;
import dev.vestibule.limit.TestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MailLimitsTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final TestLimits time = new TestLimits(TestDatabase.dataSource());

	private final MailLimits limits = new MailLimits(this.time.node(), TestVerification.properties(61));

	@Test
	void takeWhenSoonerThanAMinuteThenRefusedUntilThen() {
		assertThat(wait("ann", "192.0.2.1")).isZero();
		this.time.pass(Duration.ofSeconds(18));
		assertThat(wait("ann", "192.0.2.1")).isEqualTo(Duration.ofSeconds(42));
		assertThat(wait("bob", "192.0.2.1")).as("another address").isZero();
		assertThat(wait("ann", "192.0.2.2")).as("another source").isZero();
	}

	@Test
	void takeWhenSixthWithinAnHourThenRefusedAndEleventhWithinADay() {
		assertThat(taken(20, "ann", "192.0.2.1")).isEqualTo(5);
		this.time.pass(Duration.ofMinutes(40));
		assertThat(taken(20, "ann", "192.0.2.1")).isEqualTo(5);
		this.time.pass(Duration.ofHours(2));
		assertThat(taken(20, "ann", "192.0.2.1")).isZero();
		assertThat(taken(1, "bob", "192.0.2.1")).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "ann,2001:db8:%x::1,17", "ann%d,2001:db8::%x,60", "ann%d,192.0.2.%d,61" })
	void takeWhenManyThenRefused(String name, String address, int limit) {
		int taken = 0;
		for (int i = 0; i < 70; i++) {
			taken += wait(name.formatted(i), address.formatted(i)).isZero() ? 1 : 0;
		}
		assertThat(taken).isEqualTo(limit);
	}

	@Test
	void takeWhenStrangersUsedUpTheirsThenThreeAreLeftForKnownDevices() {
		for (int i = 0; i < 30; i++) {
			wait("ann", "2001:db8:%x::1".formatted(i));
		}
		int taken = 0;
		for (int i = 0; i < 30; i++) {
			taken += wait("ann", "192.0.2." + i, true).isZero() ? 1 : 0;
		}
		assertThat(taken).isEqualTo(3);
	}

	@Test
	void answeredThenTheNextMayBeAskedForAtOnce() {
		assertThat(wait("ann", "192.0.2.1")).isZero();
		this.limits.answered(email("ann"), Source.of("192.0.2.1"));
		assertThat(wait("ann", "192.0.2.1")).isZero();
	}

	@Test
	void giveBackThenAsIfNotTaken() {
		for (int i = 0; i < 100; i++) {
			this.limits.giveBack(this.limits.take(email("ann"), Source.of("192.0.2.1"), false));
		}
		assertThat(taken(20, "ann", "192.0.2.1")).isEqualTo(5);
	}

	private int taken(int minutes, String name, String address) {
		int taken = 0;
		for (int i = 0; i < minutes; i++) {
			taken += wait(name, address).isZero() ? 1 : 0;
			this.time.pass(MINUTE);
		}
		return taken;
	}

	private Duration wait(String name, String address) {
		return wait(name, address, false);
	}

	private Duration wait(String name, String address, boolean knownDevice) {
		try {
			this.limits.take(email(name), Source.of(address), knownDevice);
			return Duration.ZERO;
		}
		catch (LimitExceededException ex) {
			return ex.retryAfter();
		}
	}

	private static EmailAddress email(String name) {
		return new EmailAddress(name + "@example.com");
	}

}
