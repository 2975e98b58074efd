package dev.vestibule.statistics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import dev.vestibule.TestDatabase;
import dev.vestibule.purge.Purge;
import dev.vestibule.statistics.Statistics.Count;
import dev.vestibule.statistics.Statistics.Unit;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TallyTests {

	private final DataSource dataSource = TestDatabase.dataSource();

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.dataSource));

	private final Tally tally = new Tally(this.jdbc);

	@Test
	void countWhenManyThreadsAndNodesThenNoneIsLostOrCountedTwice() {
		Tally other = new Tally(this.jdbc);
		IntStream.range(0, 10_000).parallel().forEach((number) -> {
			this.tally.count("sign-in", "success");
			other.count((number % 2 == 0) ? "sign-in" : "account.created", "success");
			if (number % 1000 == 0) {
				((number % 2000 == 0) ? this.tally : other).write();
			}
		});
		this.tally.write();
		other.write();
		assertThat(counted("sign-in")).isEqualTo(15_000);
		assertThat(counted("account.created")).isEqualTo(5_000);
		assertThat(this.jdbc.sql("SELECT sum(count) FROM daily_statistic").query(Long.class).single())
			.isEqualTo(20_000);
	}

	@Test
	void countWhenTransactionIsRolledBackThenIgnored() {
		this.transaction.executeWithoutResult((status) -> this.tally.count("sign-in", "success"));
		this.transaction.executeWithoutResult((status) -> {
			this.tally.count("sign-in", "success");
			status.setRollbackOnly();
		});
		this.tally.write();
		assertThat(counted("sign-in")).isOne();
	}

	@Test
	void writeWhenDatabaseFailsThenKeptForTheNext() {
		this.tally.count("sign-in", "success");
		this.jdbc.sql("ALTER TABLE statistic RENAME TO gone").update();
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(this.tally::write);
		this.tally.count("sign-in", "success");
		this.jdbc.sql("ALTER TABLE gone RENAME TO statistic").update();
		this.tally.write();
		this.tally.write();
		assertThat(counted("sign-in")).isEqualTo(2);
	}

	@Test
	void destroyThenNothingIsLost() {
		this.tally.count("sign-in", "success");
		this.tally.destroy();
		assertThat(counted("sign-in")).isOne();
	}

	@Test
	void countsWhenByDayThenHoursOfUtcAreAddedUp() {
		this.jdbc.sql("""
				INSERT INTO statistic SELECT '2026-11-20T00:00Z'::timestamptz + hour * interval '1 hour', 'sign-in',
				    'success', 1 FROM generate_series(0, 47) hour
				""").update();
		Instant from = Instant.parse("2026-11-20T00:00:00Z");
		Statistics statistics = new Statistics(this.jdbc);
		assertThat(statistics.counts(Unit.DAY, from, from.plus(2, ChronoUnit.DAYS), List.of("sign-in")))
			.containsExactly(new Count(from, "sign-in", "success", 24),
					new Count(from.plus(1, ChronoUnit.DAYS), "sign-in", "success", 24));
		assertThat(statistics.counts(Unit.HOUR, from, from.plus(3, ChronoUnit.HOURS), List.of())).hasSize(3);
		assertThat(statistics.counts(Unit.HOUR, from, from.plus(3, ChronoUnit.HOURS), List.of("other"))).isEmpty();
	}

	@Test
	void purgeWhenProofsWereNotGivenInTimeThenCountedOnce() {
		challenge("sign_up", false, "now() - interval '1 minute'", "NULL");
		challenge("sign_up", false, "now() - interval '1 minute'", "now() - interval '1 hour'");
		challenge("sign_up", true, "now() - interval '1 minute'", "NULL");
		challenge("sign_up", false, "now() + interval '1 minute'", "NULL");
		Purge purge = new Purge("challenge", "expires_at", "now()");
		assertThat(purge.removeBatch(this.jdbc)).isEqualTo(3);
		this.jdbc.sql("DELETE FROM challenge").update();
		assertThat(counted("challenge.expired")).isOne();
	}

	private void challenge(String purpose, boolean decoy, String expiresAt, String spentAt) {
		this.jdbc.sql("""
				INSERT INTO challenge (purpose, email, source, decoy, key_id, code_expires_at, link_expires_at,
				    expires_at, spent_at)
				VALUES (:purpose, 'ann@example.com', '127.0.0.1', :decoy, 'k', now(), now(), %s, %s)
				""".formatted(expiresAt, spentAt)).param("purpose", purpose).param("decoy", decoy).update();
	}

	private long counted(String kind) {
		return this.jdbc.sql("SELECT coalesce(sum(count), 0) FROM statistic WHERE kind = :kind")
			.param("kind", kind)
			.query(Long.class)
			.single();
	}

}
