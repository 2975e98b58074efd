package dev.vestibule.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.bucket4j.TimeMeter;

/**
 * Limits over a database, at a time that only the test moves.
 */
public final class TestLimits implements TimeMeter {

	private final AtomicLong now = new AtomicLong(TimeMeter.SYSTEM_MILLISECONDS.currentTimeNanos());

	private final DataSource database;

	public TestLimits(DataSource database) {
		this.database = database;
	}

	/**
	 * As another node has them.
	 */
	public Limits node() {
		return new Limits(this.database, this);
	}

	public void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	@Override
	public long currentTimeNanos() {
		return this.now.get();
	}

	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
