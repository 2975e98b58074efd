package dev.vestibule.freshness;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The versions of all that is remembered, read so often that what any node has written is
 * in force on this one within a second. What has changed is loaded before it is told, so
 * that no request waits for it. A plain read needs no connection of its own and holds
 * behind a transaction pooler.
 */
@Component
public class Versions implements SmartInitializingSingleton, DisposableBean {

	// Half a second, so that the second is kept even when a read is slow.
	private static final Duration INTERVAL = Duration.ofMillis(500);

	/** How long a version is believed that could not be read again. */
	private static final Duration TRUST = Duration.ofSeconds(3);

	private static final Logger logger = LoggerFactory.getLogger(Versions.class);

	private final JdbcClient jdbc;

	private final LongSupplier nanoTime;

	private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(Versions::thread);

	private final List<Remembered<?>> remembered = new CopyOnWriteArrayList<>();

	/** Counts what this node has changed. */
	private final AtomicLong epoch = new AtomicLong();

	private volatile @Nullable Reading last;

	@Autowired
	Versions(JdbcClient jdbc, MeterRegistry meters) {
		this(jdbc, System::nanoTime);
		TimeGauge.builder("vestibule.freshness.age", this::age, TimeUnit.NANOSECONDS)
			.description("How long ago it was last confirmed that what is remembered is what the database holds")
			.register(meters);
	}

	Versions(JdbcClient jdbc, LongSupplier nanoTime) {
		this.jdbc = jdbc;
		this.nanoTime = nanoTime;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.reader.scheduleAtFixedRate(this::tryRead, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * The age of what is remembered: nanoseconds since it was last asked whether it has
	 * changed, and answered.
	 */
	public long age() {
		Reading reading = this.last;
		return (reading != null) ? this.nanoTime.getAsLong() - reading.at() : Long.MAX_VALUE;
	}

	/**
	 * Tells that this node writes what it remembers: nothing of it is remembered in the
	 * same transaction, nor here after it. The other nodes notice by themselves.
	 */
	public void changed() {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			this.epoch.incrementAndGet();
		}
		else if (!TransactionSynchronizationManager.hasResource(this)) {
			TransactionSynchronizationManager.bindResource(this, Boolean.TRUE);
			TransactionSynchronizationManager.registerSynchronization(new Completion());
		}
	}

	/**
	 * The version of a subject; empty if it could not be confirmed of late, or the
	 * current transaction changes it.
	 */
	Optional<Version> of(String subject) {
		Reading reading = this.last;
		if (reading == null || !isBelieved(reading) || TransactionSynchronizationManager.hasResource(this)) {
			return Optional.empty();
		}
		return Optional.of(version(reading, subject));
	}

	void add(Remembered<?> remembered) {
		this.remembered.add(remembered);
	}

	void read() {
		long before = this.nanoTime.getAsLong();
		Map<String, UUID> versions = this.jdbc.sql("SELECT subject, version FROM freshness").query(Versions::extract);
		Reading reading = new Reading(versions, before);
		List<Runnable> renewed = this.remembered.stream().map((one) -> renew(one, reading)).toList();
		this.last = reading;
		renewed.forEach(Runnable::run);
	}

	private Runnable renew(Remembered<?> remembered, Reading reading) {
		try {
			return remembered.renew(version(reading, remembered.subject()));
		}
		catch (RuntimeException ex) {
			logger.debug("What has changed could not be loaded: {}", remembered.subject(), ex);
			// Whoever needs it loads it, and fails with it.
			return () -> {
			};
		}
	}

	private Version version(Reading reading, String subject) {
		return new Version(reading.versions().get(subject), this.epoch.get());
	}

	private static Map<String, UUID> extract(ResultSet rows) throws SQLException {
		Map<String, UUID> versions = new HashMap<>();
		while (rows.next()) {
			versions.put(rows.getString("subject"), rows.getObject("version", UUID.class));
		}
		return versions;
	}

	private void tryRead() {
		try {
			read();
		}
		catch (DataAccessException ex) {
			logger.debug("The versions of what is remembered could not be read", ex);
		}
	}

	private boolean isBelieved(Reading reading) {
		return this.nanoTime.getAsLong() - reading.at() < TRUST.toNanos();
	}

	@Override
	public void destroy() {
		this.reader.shutdownNow();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "versions");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * What a subject is known by; it never comes again.
	 */
	record Version(@Nullable UUID value, long epoch) {

	}

	/**
	 * What was read.
	 *
	 * @param at the time before it was asked for
	 */
	private record Reading(Map<String, UUID> versions, long at) {

	}

	private final class Completion implements TransactionSynchronization {

		@Override
		public void afterCompletion(int status) {
			TransactionSynchronizationManager.unbindResource(Versions.this);
			Versions.this.epoch.incrementAndGet();
		}

	}

}
