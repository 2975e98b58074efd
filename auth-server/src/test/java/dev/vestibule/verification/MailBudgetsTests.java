package dev.vestibule.verification;

import java.time.Duration;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class MailBudgetsTests {

	private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

	private final MailBudgets budgets = new MailBudgets(new Budgets(this.jdbc),
			new VerificationProperties(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(24), 5, 5, 50, 100,
					Duration.ofDays(30), 10, Duration.ofSeconds(60), 5, 10, 20, 60, 61));

	@Test
	void takeWhenSixthWithinAnHourThenFalseAndEleventhWithinADay() {
		assertThat(taken(20, "ann", "192.0.2.1")).isEqualTo(5);
		anHourLater();
		assertThat(taken(20, "ann", "192.0.2.1")).isEqualTo(5);
		anHourLater();
		assertThat(taken(20, "ann", "192.0.2.1")).isZero();
		assertThat(taken(1, "bob", "192.0.2.1")).isOne();
	}

	@ParameterizedTest
	@CsvSource({ "ann,2001:db8:%x::1,20", "ann%d,2001:db8::%x,60", "ann%d,192.0.2.%d,61" })
	void takeWhenManyThenFalse(String name, String address, int limit) {
		int taken = 0;
		for (int i = 0; i < 70; i++) {
			taken += taken(1, name.formatted(i), address.formatted(i));
		}
		assertThat(taken).isEqualTo(limit);
	}

	private int taken(int times, String name, String address) {
		int taken = 0;
		for (int i = 0; i < times; i++) {
			taken += this.budgets.take(new EmailAddress(name + "@example.com"), Source.of(address)) ? 1 : 0;
		}
		return taken;
	}

	private void anHourLater() {
		this.jdbc.sql("UPDATE budget SET since = since - interval '1 hour'").update();
	}

}
