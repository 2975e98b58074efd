package dev.vestibule.limit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what is done against its limits. Each count is taken in a transaction of its
 * own, so none may be taken within another: requests that hold one connection and wait
 * for a second would stall the pool.
 */
@Component
public class Limits {

	private static final String CLEAR = "DELETE FROM bucket WHERE id = ANY(:ids)";

	private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;

	private final JdbcClient jdbc;

	@Autowired
	Limits(DataSource dataSource) {
		this(dataSource, TimeMeter.SYSTEM_MILLISECONDS);
	}

	Limits(DataSource dataSource, TimeMeter clock) {
		this.jdbc = JdbcClient.create(dataSource);
		this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
			.primaryKeyMapper(PrimaryKeyMapper.STRING)
			.clientClock(clock)
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ZERO))
			.build();
	}

	/**
	 * Takes one from each, or nothing from any.
	 * @param counts the narrowest first, for those that many share are held the shortest
	 * @throws LimitExceededException if one is used up; it tells when none will be
	 */
	public void take(Count... counts) {
		List<Count> all = List.of(counts);
		for (Count count : all) {
			List<Count> taken = all.subList(0, all.indexOf(count));
			ConsumptionProbe probe = take(count, taken);
			if (!probe.isConsumed()) {
				giveBack(taken.toArray(Count[]::new));
				throw refusal(count, probe.getNanosToWaitForRefill(), all.subList(taken.size() + 1, all.size()));
			}
		}
	}

	private ConsumptionProbe take(Count count, List<Count> taken) {
		try {
			return on(count, (bucket) -> bucket.tryConsumeAndReturnRemaining(1));
		}
		catch (RuntimeException ex) {
			try {
				giveBack(taken.toArray(Count[]::new));
			}
			catch (RuntimeException again) {
				ex.addSuppressed(again);
			}
			throw ex;
		}
	}

	private LimitExceededException refusal(Count count, long nanos, List<Count> others) {
		Limit limit = count.limit();
		long longest = nanos;
		for (Count other : others) {
			long wait = on(other, (bucket) -> bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
			if (wait > longest) {
				longest = wait;
				limit = other.limit();
			}
		}
		return new LimitExceededException(limit, Duration.ofNanos(longest));
	}

	/**
	 * Gives back what was taken for something that was not done after all.
	 */
	public void giveBack(Count... counts) {
		for (Count count : counts) {
			on(count, (bucket) -> {
				bucket.addTokens(1);
				return true;
			});
		}
	}

	/**
	 * Gives back everything that was ever taken, within the caller's transaction if there
	 * is one.
	 */
	public void clear(Count... counts) {
		this.jdbc.sql(CLEAR).param("ids", Stream.of(counts).map(Count::id).toArray(String[]::new)).update();
	}

	private <T> T on(Count count, Function<Bucket, T> use) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("limits are taken before a transaction begins: " + count.limit().name());
		}
		try {
			return use.apply(this.buckets.builder().build(count.id(), count.limit()::configuration));
		}
		catch (BucketExecutionException ex) {
			throw unavailable(ex) ? new DataAccessResourceFailureException("no limit can be counted", ex) : ex;
		}
	}

	// The pool closes a connection that is lost. What the rollback throws then says no
	// more than that, and hides the reason.
	private static boolean unavailable(BucketExecutionException failure) {
		return failure.getCause() instanceof SQLException sql && sql.getSQLState() == null;
	}

}
