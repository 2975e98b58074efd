package dev.vestibule.purge;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.vestibule.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class PurgesTests {

	private static final Purge EVENTS = Purge.olderThan(Duration.ofDays(400), "audit_event", "occurred_at");

	private final DataSource dataSource = TestDatabase.dataSource();

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final MeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void runThenAllThatIsOverIsDeletedAndCounted() {
		events(2 * Purge.BATCH + 500, 401);
		events(3, 399);
		new Purges(List.of(EVENTS), this.jdbc, this.meters).run();
		assertThat(left()).isEqualTo(3);
		assertThat(removed("audit_event")).isEqualTo(2 * Purge.BATCH + 500);
	}

	@Test
	void runWhenNothingIsOverThenNoNodeReadsAnew() {
		Purge keys = new Purge("signing_key", "expires_at", "now()");
		new Purges(List.of(keys), this.jdbc, this.meters).run();
		assertThat(this.jdbc.sql("SELECT count(*) FROM freshness WHERE subject = 'signing_key'")
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void readWhatIsLeftThenPostgresEstimate() {
		events(7, 399);
		this.jdbc.sql("SELECT pg_stat_force_next_flush()").query((row) -> {
		});
		this.jdbc.sql("ANALYZE audit_event").update();
		new Purges(List.of(EVENTS), this.jdbc, this.meters);
		assertThat(this.meters.get("vestibule.purge.left").tag("table", "audit_event").gauge().value()).isEqualTo(7);
	}

	@Test
	void runWhenOneFailsThenTheOthersGoOn() {
		events(1, 401);
		Purge broken = Purge.olderThan(Duration.ZERO, "no_such_table", "occurred_at");
		new Purges(List.of(broken, EVENTS), this.jdbc, this.meters).run();
		assertThat(left()).isZero();
		assertThat(removed("no_such_table")).isZero();
	}

	@Test
	void runWhenAnotherNodeHoldsRowsThenTheyAreLeftToIt() throws SQLException {
		events(10, 401);
		try (Connection other = this.dataSource.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("SELECT FROM audit_event ORDER BY occurred_at, id LIMIT 4 FOR UPDATE");
			assertThat(EVENTS.removeBatch(this.jdbc)).isEqualTo(6);
			other.rollback();
		}
		assertThat(EVENTS.removeBatch(this.jdbc)).isEqualTo(4);
	}

	private void events(int count, int daysAgo) {
		this.jdbc.sql("""
				INSERT INTO audit_event (kind, outcome, occurred_at)
				SELECT 'test', 'success', now() - make_interval(days => :daysAgo) FROM generate_series(1, :count)
				""").param("daysAgo", daysAgo).param("count", count).update();
	}

	private int left() {
		return this.jdbc.sql("SELECT count(*) FROM audit_event").query(Integer.class).single();
	}

	private double removed(String table) {
		return this.meters.get("vestibule.purge.removed").tag("table", table).counter().count();
	}

}
