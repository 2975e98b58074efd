package dev.vestibule.purge;

import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Purges every table to its end, one after the other, and counts what it removes. One
 * that fails does not keep the others from it.
 */
@Component
class Purges {

	private static final Logger LOGGER = LoggerFactory.getLogger(Purges.class);

	private final List<Purge> purges;

	private final JdbcClient jdbc;

	private final MeterRegistry meters;

	Purges(List<Purge> purges, JdbcClient jdbc, MeterRegistry meters) {
		this.purges = purges;
		this.jdbc = jdbc;
		this.meters = meters;
		purges.forEach(this::removed);
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

	private Counter removed(Purge purge) {
		return Counter.builder("vestibule.purge.removed")
			.description("Rows that were over and have been deleted by this node")
			.baseUnit("rows")
			.tag("table", purge.table())
			.register(this.meters);
	}

}
