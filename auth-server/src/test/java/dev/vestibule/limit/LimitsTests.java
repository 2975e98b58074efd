package dev.vestibule.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.vestibule.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LimitsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Limit FIVE = new Limit("five", new Rate(5, HOUR));

	private static final Limit TEN = new Limit("ten", new Rate(10, Duration.ofDays(1)));

	private final String url = TestDatabase.create();

	private final DataSource database = new DriverManagerDataSource(this.url);

	private final JdbcClient jdbc = JdbcClient.create(this.database);

	private final TestLimits time = new TestLimits(this.database);

	private final Limits limits = this.time.node();

	@Test
	void takeWhenUsedUpThenRefusedForExactlyTheRestOfTheWindow() {
		assertThat(taken(FIVE.of("ann"), 4)).isEqualTo(4);
		this.time.pass(Duration.ofMinutes(48));
		assertThat(taken(FIVE.of("ann"), 9)).isOne();
		assertThat(wait(FIVE.of("ann"))).isEqualTo(Duration.ofMinutes(12));
		this.time.pass(Duration.ofMinutes(12).minusMillis(1));
		assertThat(wait(FIVE.of("ann"))).isEqualTo(Duration.ofMillis(1));
		this.time.pass(Duration.ofMillis(1));
		assertThat(taken(FIVE.of("ann"), 9)).isEqualTo(5);
		assertThat(taken(FIVE.of("bob"), 9)).as("another's").isEqualTo(5);
	}

	@Test
	void takeWhenOnceAMinuteThenTwoAreAlwaysAMinuteApart() {
		Count count = new Limit("apart", new Rate(1, MINUTE)).of("ann");
		this.limits.take(count);
		this.time.pass(Duration.ofSeconds(119));
		this.limits.take(count);
		this.time.pass(Duration.ofSeconds(1));
		assertThat(wait(count)).isEqualTo(Duration.ofSeconds(59));
	}

	@Test
	void takeWhenSeveralRatesThenAllHoldInOneRow() {
		Count count = new Limit("mails", new Rate(1, MINUTE), new Rate(5, HOUR), new Rate(10, Duration.ofDays(1)))
			.of("ann");
		for (int hour = 0; hour < 2; hour++) {
			for (int mail = 0; mail < 5; mail++) {
				this.limits.take(count);
				assertThat(wait(count)).isGreaterThanOrEqualTo(MINUTE);
				this.time.pass(MINUTE);
			}
			this.time.pass(Duration.ofMinutes(55));
		}
		assertThat(wait(count)).isEqualTo(Duration.ofHours(22));
		assertThat(rows()).isOne();
	}

	@Test
	void takeWhenALaterOneRefusesThenTheEarlierOnesHaveItBack() {
		assertThat(taken(FIVE.of("all"), 5)).isEqualTo(5);
		for (int i = 0; i < 20; i++) {
			assertThatExceptionOfType(LimitExceededException.class)
				.isThrownBy(() -> this.limits.take(TEN.of("ann"), FIVE.of("all")));
		}
		assertThat(taken(TEN.of("ann"), 20)).isEqualTo(10);
	}

	@Test
	void takeWhenSeveralAreUsedUpThenItTellsWhenNoneWillBe() {
		taken(FIVE.of("ann"), 5);
		taken(TEN.of("ann"), 10);
		assertThatExceptionOfType(LimitExceededException.class)
			.isThrownBy(() -> this.limits.take(FIVE.of("ann"), TEN.of("ann")))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofDays(1)))
			.satisfies((ex) -> assertThat(ex.getCodes()).containsExactly("limit.ten"));
	}

	@Test
	void takeWhenAtOnceOnTwoNodesThenNeverMoreThanTheLimit() throws Exception {
		try (HikariDataSource pool = pool()) {
			List<Limits> nodes = List.of(this.time.node(pool), this.time.node(pool));
			Count[] counts = { FIVE.of("ann"), new Limit("all", new Rate(40, HOUR)).of() };
			CyclicBarrier barrier = new CyclicBarrier(100);
			ExecutorService threads = Executors.newFixedThreadPool(100);
			List<Callable<Boolean>> work = new ArrayList<>();
			IntStream.range(0, 100).forEach((i) -> work.add(() -> {
				barrier.await();
				return succeeds(() -> nodes.get(i % 2).take(counts));
			}));
			int taken = 0;
			for (Future<Boolean> result : threads.invokeAll(work)) {
				taken += result.get() ? 1 : 0;
			}
			threads.shutdown();
			assertThat(taken).isEqualTo(5);
			assertThat(taken(counts[1], 100)).isEqualTo(35);
		}
	}

	@Test
	void takeWhenInATransactionThenRefusedLoudly() {
		TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(this.database));
		assertThatIllegalStateException()
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> this.limits.take(FIVE.of("ann"))));
		assertThatIllegalStateException()
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> this.limits.giveBack(FIVE.of("ann"))));
		assertThat(rows()).isZero();
	}

	@Test
	void takeWhenPoolHasOneConnectionThenItIsEnough() {
		try (HikariDataSource pool = pool()) {
			pool.setMaximumPoolSize(1);
			Limits narrow = this.time.node(pool);
			narrow.take(FIVE.of("ann"), TEN.of("ann"));
			narrow.clear(FIVE.of("ann"));
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void clearWhenTakenThenNothingWas() {
		taken(FIVE.of("ann"), 5);
		taken(FIVE.of("bob"), 5);
		this.limits.clear(FIVE.of("ann"), TEN.of("ann"));
		assertThat(taken(FIVE.of("ann"), 9)).isEqualTo(5);
		assertThat(taken(FIVE.of("bob"), 9)).isZero();
	}

	@Test
	void clearWhenTransactionIsRolledBackThenNothingIsCleared() {
		taken(FIVE.of("ann"), 5);
		new TransactionTemplate(new DataSourceTransactionManager(this.database)).executeWithoutResult((status) -> {
			this.limits.clear(FIVE.of("ann"));
			status.setRollbackOnly();
		});
		assertThat(taken(FIVE.of("ann"), 9)).isZero();
	}

	@Test
	void takeWhenTheSettingChangedThenItHoldsAtOnce() {
		taken(FIVE.of("ann"), 5);
		assertThat(taken(new Limit("five", new Rate(7, HOUR)).of("ann"), 9)).isEqualTo(7);
	}

	@Test
	void purgeWhenNothingIsUsedUpAnyMoreThenGone() {
		taken(TEN.of("ann"), 1);
		taken(FIVE.of("ann"), 1);
		this.jdbc.sql("UPDATE limit_count SET expires_at = expires_at - interval '1 hour'").update();
		new LimitConfiguration().limitPurge().removeBatch(this.jdbc);
		assertThat(this.jdbc.sql("SELECT id FROM limit_count").query(String.class).list())
			.containsExactly("ten 10/PT24H ann");
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

	private int taken(Count count, int times) {
		return (int) IntStream.range(0, times).filter((i) -> succeeds(() -> this.limits.take(count))).count();
	}

	private Duration wait(Count count) {
		try {
			this.limits.take(count);
			return Duration.ZERO;
		}
		catch (LimitExceededException ex) {
			return ex.retryAfter();
		}
	}

	private int rows() {
		return this.jdbc.sql("SELECT count(*) FROM limit_count").query(Integer.class).single();
	}

	private HikariDataSource pool() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.url);
		config.setMaximumPoolSize(10);
		return new HikariDataSource(config);
	}

}
