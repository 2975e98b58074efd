package dev.vestibule.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Purges every table to its end, one after the other, and counts what it removes and what
 * is left. One that fails does not keep the others from it.
 */
@Component
class Purges {

	private static final Logger LOGGER = LoggerFactory.getLogger(Purges.class);

	private static final String LEFT = """
			SELECT relname, n_live_tup FROM pg_stat_user_tables WHERE schemaname = current_schema()
			""";

	private static final Duration READ_AGAIN = Duration.ofMinutes(1);

	private final List<Purge> purges;

	private final JdbcClient jdbc;

	private final MeterRegistry meters;

	private Instant readAgainAt = Instant.MIN;

	private Map<String, Double> left = Map.of();

	Purges(List<Purge> purges, JdbcClient jdbc, MeterRegistry meters) {
		this.purges = purges;
		this.jdbc = jdbc;
		this.meters = meters;
		purges.forEach(this::removed);
		purges.stream().map(Purge::table).distinct().forEach(this::gauge);
	}

	void run() {
		for (Purge purge : this.purges) {
			try {
				run(purge);
			}
			catch (DataAccessException ex) {
				LOGGER.warn("Could not purge {}; it is tried again in a minute", purge.table(), ex);
			}
		}
	}

	private void run(Purge purge) {
		int rows;
		do {
			rows = purge.removeBatch(this.jdbc);
			removed(purge).increment(rows);
		}
		while (rows == Purge.BATCH);
	}

	private void gauge(String table) {
		Gauge.builder("vestibule.purge.left", this, (self) -> self.left(table))
			.description("Rows that the table holds, as PostgreSQL estimates them")
			.baseUnit("rows")
			.tag("table", table)
			.register(this.meters);
	}

	/**
	 * Asks the database now and then only, however often the figures are read.
	 */
	private synchronized double left(String table) {
		Instant now = Instant.now();
		if (this.readAgainAt.isBefore(now)) {
			this.readAgainAt = now.plus(READ_AGAIN);
			this.left = read();
		}
		return this.left.getOrDefault(table, Double.NaN);
	}

	private Map<String, Double> read() {
		try {
			Map<String, Double> rows = new HashMap<>();
			this.jdbc.sql(LEFT).query((row) -> {
				rows.put(row.getString("relname"), row.getDouble("n_live_tup"));
			});
			return rows;
		}
		catch (DataAccessException ex) {
			return Map.of();
		}
	}

	private Counter removed(Purge purge) {
		return Counter.builder("vestibule.purge.removed")
			.description("Rows that were over and have been deleted by this node")
			.baseUnit("rows")
			.tag("table", purge.table())
			.register(this.meters);
	}

}
