package dev.vestibule.signing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The keys as this node knows them. What any node changes is known here within a second;
 * a node that could not make sure of that for three seconds asks each time.
 */
@Component
class PublishedKeys implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(PublishedKeys.class);

	// Half a second, so that the second is kept even when a read is slow.
	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final Duration TRUST = Duration.ofSeconds(3);

	private final SigningKeys keys;

	private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(PublishedKeys::thread);

	private volatile Known known = new Known("", new KeySet(List.of()), System.nanoTime() - TRUST.toNanos());

	PublishedKeys(SigningKeys keys) {
		this.keys = keys;
	}

	/**
	 * The keys as they are: what signs and what is believed is decided by these.
	 */
	KeySet current() {
		Known known = this.known;
		return (System.nanoTime() - known.at() < TRUST.toNanos()) ? known.set() : refresh();
	}

	/**
	 * The keys as they were known last, which are published even while the database is
	 * gone.
	 */
	KeySet last() {
		return this.known.set();
	}

	/**
	 * Reads what has changed.
	 */
	KeySet refresh() {
		long at = System.nanoTime();
		Known before = this.known;
		// The version is the one from before the keys: what changes in between is read
		// next.
		String version = this.keys.version();
		KeySet set = version.equals(before.version()) ? before.set() : this.keys.read(before.set());
		keep(new Known(version, set, at));
		return set;
	}

	/**
	 * Begins to read twice a second.
	 */
	void watch() {
		this.watch.scheduleWithFixedDelay(this::tryRefresh, INTERVAL.toMillis(), INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	// No lock is held while the database is asked, which may be gone.
	private synchronized void keep(Known read) {
		if (read.at() - this.known.at() > 0) {
			this.known = read;
		}
	}

	private void tryRefresh() {
		try {
			refresh();
		}
		catch (RuntimeException ex) {
			logger.warn("The signing keys could not be read: {}", ex.getMessage());
		}
	}

	@Override
	public void destroy() {
		this.watch.shutdownNow();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "signing-keys");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * What is known.
	 *
	 * @param at the time before it was asked for
	 */
	private record Known(String version, KeySet set, long at) {

	}

}
