package dev.vestibule.limit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what is done against its limits, by the database's clock. All counts of a
 * request are taken by one statement, which commits by itself: what was counted stays
 * counted whatever becomes of the rest, and no other request waits for that.
 */
@Component
public class Limits {

	// A later count is taken only if the one before it was.
	private static final String TAKE = """
			taken%1$d AS (
			    INSERT INTO limit_count AS c (id, remaining, until, expires_at)
			    SELECT :id%1$d, array_agg(rate.times - 1 ORDER BY number),
			        array_agg(${now} + rate.span ORDER BY number), max(${now} + rate.span)
			    FROM unnest(:times%1$d::integer[], :spans%1$d::interval[]) WITH ORDINALITY AS rate (times, span, number)
			    HAVING %2$s
			    ON CONFLICT (id) DO UPDATE SET (remaining, until, expires_at) = (
			        SELECT array_agg(CASE WHEN over THEN fresh.remaining ELSE rate.remaining - 1 END ORDER BY number),
			            array_agg(CASE WHEN over THEN fresh.until ELSE rate.until END ORDER BY number),
			            max(CASE WHEN over THEN fresh.until ELSE rate.until END)
			        FROM unnest(c.remaining, c.until) WITH ORDINALITY AS rate (remaining, until, number)
			        JOIN unnest(excluded.remaining, excluded.until) WITH ORDINALITY AS fresh (remaining, until, number) USING (number)
			        CROSS JOIN LATERAL (SELECT rate.until <= ${now} AS over))
			    WHERE NOT EXISTS (SELECT FROM unnest(c.remaining, c.until) AS rate (remaining, until)
			        WHERE rate.remaining < 1 AND rate.until > ${now})
			    RETURNING 1)
			""";

	private static final String WAITS = """
			SELECT c.id, ceil(extract(epoch FROM max(rate.until) - ${now}) * 1000)::bigint AS millis
			FROM limit_count c CROSS JOIN LATERAL unnest(c.remaining, c.until) AS rate (remaining, until)
			WHERE c.id = ANY(:ids) AND rate.remaining < 1 AND rate.until > ${now}
			GROUP BY c.id
			""";

	private static final String GIVE_BACK = """
			UPDATE limit_count c SET remaining = (
			    SELECT array_agg(least(remaining + 1, times) ORDER BY number)
			    FROM unnest(c.remaining, :times::integer[]) WITH ORDINALITY AS rate (remaining, times, number))
			WHERE id = :id
			""";

	private static final String CLEAR = "DELETE FROM limit_count WHERE id = ANY(:ids)";

	private final JdbcClient jdbc;

	private final String now;

	@Autowired
	Limits(DataSource dataSource) {
		this(dataSource, "now()");
	}

	/**
	 * Limits at another time.
	 * @param now an SQL expression
	 */
	Limits(DataSource dataSource, String now) {
		this.jdbc = JdbcClient.create(dataSource);
		this.now = now;
	}

	/**
	 * Takes one from each, or nothing from any.
	 * @param counts the narrowest first, so that what many share is not touched by what
	 * is refused to one
	 * @throws LimitExceededException if one is used up; it tells when none will be
	 */
	public void take(Count... counts) {
		refuseTransaction();
		int taken = takeUntilRefused(counts);
		if (taken < counts.length) {
			giveBack(Arrays.copyOf(counts, taken));
			throw refusal(counts, counts[taken]);
		}
	}

	private int takeUntilRefused(Count... counts) {
		String steps = IntStream.range(0, counts.length)
			.mapToObj((i) -> TAKE.formatted(i, (i > 0) ? "EXISTS (SELECT FROM taken" + (i - 1) + ")" : "true"))
			.collect(Collectors.joining(", "));
		String sum = IntStream.range(0, counts.length)
			.mapToObj("(SELECT count(*) FROM taken%d)"::formatted)
			.collect(Collectors.joining(" + "));
		Map<String, Object> parameters = new HashMap<>();
		for (int i = 0; i < counts.length; i++) {
			parameters.put("id" + i, counts[i].id());
			parameters.put("times" + i, times(counts[i]));
			parameters.put("spans" + i, spans(counts[i]));
		}
		return sql("WITH " + steps + " SELECT " + sum).params(parameters).query(Integer.class).single();
	}

	private LimitExceededException refusal(Count[] counts, Count refused) {
		Map<String, Long> waits = new HashMap<>();
		sql(WAITS).param("ids", ids(counts)).query((row) -> {
			waits.put(row.getString("id"), row.getLong("millis"));
		});
		Count longest = Arrays.stream(counts)
			.filter((count) -> waits.containsKey(count.id()))
			.max(Comparator.comparing((count) -> waits.get(count.id())))
			.orElse(refused);
		// It may be over by now.
		return new LimitExceededException(longest.limit(), Duration.ofMillis(waits.getOrDefault(longest.id(), 1L)));
	}

	/**
	 * Gives back what was taken for something that was not done after all.
	 */
	public void giveBack(Count... counts) {
		refuseTransaction();
		for (Count count : counts) {
			sql(GIVE_BACK).param("id", count.id()).param("times", times(count)).update();
		}
	}

	/**
	 * Gives back everything that was ever taken, within the caller's transaction if there
	 * is one.
	 */
	public void clear(Count... counts) {
		sql(CLEAR).param("ids", ids(counts)).update();
	}

	private static void refuseTransaction() {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("limits are taken before a transaction begins");
		}
	}

	private JdbcClient.StatementSpec sql(String sql) {
		return this.jdbc.sql(sql.replace("${now}", this.now));
	}

	private static String[] ids(Count... counts) {
		return Arrays.stream(counts).map(Count::id).toArray(String[]::new);
	}

	private static Integer[] times(Count count) {
		return rates(count).stream().map(Rate::times).toArray(Integer[]::new);
	}

	// PostgreSQL reads ISO 8601.
	private static String[] spans(Count count) {
		return rates(count).stream().map((rate) -> rate.window().toString()).toArray(String[]::new);
	}

	private static List<Rate> rates(Count count) {
		return count.limit().rates();
	}

}
