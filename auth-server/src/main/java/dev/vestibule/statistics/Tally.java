package dev.vestibule.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts in memory, and adds that to the table every few seconds by one statement and at
 * the end, so that no request pays for being counted. A node that is killed takes a few
 * seconds' counts with it; while the database is gone, they are kept.
 */
@Component
public class Tally implements SmartInitializingSingleton, DisposableBean {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	// In order, so that nodes which add to the same rows wait for each other in turn.
	private static final String ADD = """
			INSERT INTO statistic AS counted (hour, kind, label, count)
			SELECT to_timestamp(hour), kind, label, count
			FROM unnest(:hours::bigint[], :kinds::text[], :labels::text[], :counts::bigint[])
			    AS told (hour, kind, label, count)
			ON CONFLICT (hour, kind, label) DO UPDATE SET count = counted.count + excluded.count
			""";

	private static final Logger logger = LoggerFactory.getLogger(Tally.class);

	private final JdbcClient jdbc;

	private final Map<Counted, Long> counts = new ConcurrentHashMap<>();

	private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(Tally::thread);

	private boolean failing;

	Tally(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.writer.scheduleWithFixedDelay(this::tryWrite, INTERVAL.toMillis(), INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Counts something once the caller's transaction has committed, or at once without
	 * one.
	 * @param kind a dotted name such as {@code account.created}; there are few of them
	 * @param label how it ended, or what it was for; of those there are few as well
	 */
	public void count(String kind, String label) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			add(kind, label);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				add(kind, label);
			}

		});
	}

	private void add(String kind, String label) {
		this.counts.merge(new Counted(Instant.now().truncatedTo(ChronoUnit.HOURS), kind, label), 1L, Long::sum);
	}

	/**
	 * Adds to the table what was counted by now.
	 */
	synchronized void write() {
		List<Told> told = new ArrayList<>();
		for (Counted counted : this.counts.keySet()) {
			Long count = this.counts.remove(counted);
			if (count != null) {
				told.add(new Told(counted, count));
			}
		}
		if (told.isEmpty()) {
			return;
		}
		told.sort(Comparator.comparing(Told::counted));
		try {
			this.jdbc.sql(ADD)
				.param("hours",
						told.stream().map((each) -> each.counted().hour().getEpochSecond()).toArray(Long[]::new))
				.param("kinds", told.stream().map((each) -> each.counted().kind()).toArray(String[]::new))
				.param("labels", told.stream().map((each) -> each.counted().label()).toArray(String[]::new))
				.param("counts", told.stream().map(Told::count).toArray(Long[]::new))
				.update();
		}
		catch (RuntimeException ex) {
			told.forEach((each) -> this.counts.merge(each.counted(), each.count(), Long::sum));
			throw ex;
		}
	}

	private void tryWrite() {
		try {
			write();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				logger.warn("Could not write down how often things happened; it is kept and tried again", ex);
			}
			this.failing = true;
		}
	}

	@Override
	public void destroy() {
		this.writer.shutdown();
		tryWrite();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "statistics");
		thread.setDaemon(true);
		return thread;
	}

	private record Counted(Instant hour, String kind, String label) implements Comparable<Counted> {

		private static final Comparator<Counted> ORDER = Comparator.comparing(Counted::hour)
			.thenComparing(Counted::kind)
			.thenComparing(Counted::label);

		@Override
		public int compareTo(Counted other) {
			return ORDER.compare(this, other);
		}

	}

	private record Told(Counted counted, Long count) {

	}

}
