package dev.vestibule.statistics;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads how often things happened.
 */
@Repository
public class Statistics {

	private static final String COUNTS = """
			SELECT %1$s AS time, kind, label, count FROM %2$s
			WHERE %1$s >= :from AND %1$s < :to AND (:all OR kind = ANY (:kinds::text[]))
			ORDER BY 1, 2, 3
			""";

	private static final String EVER = "SELECT EXISTS (SELECT FROM statistic WHERE kind = :kind AND label = :label)";

	private final JdbcClient jdbc;

	Statistics(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The counts of a time, oldest first.
	 * @param unit by what they are added up
	 * @param from a full hour, or UTC's midnight
	 * @param kinds of what; all there is if it is empty
	 */
	public List<Count> counts(Unit unit, Instant from, Instant to, Collection<String> kinds) {
		return this.jdbc.sql(COUNTS.formatted(unit.column, unit.table))
			.param("from", Timestamp.from(from))
			.param("to", Timestamp.from(to))
			.param("all", kinds.isEmpty())
			.param("kinds", kinds.toArray(String[]::new))
			.query((row, number) -> new Count(row.getTimestamp("time").toInstant(), row.getString("kind"),
					row.getString("label"), row.getLong("count")))
			.list();
	}

	/**
	 * Whether something is known to have happened at any time.
	 */
	public boolean hasAny(String kind, String label) {
		return this.jdbc.sql(EVER).param("kind", kind).param("label", label).query(Boolean.class).single();
	}

	/**
	 * Hours and days are UTC's.
	 */
	public enum Unit {

		HOUR(ChronoUnit.HOURS, "statistic", "hour"), DAY(ChronoUnit.DAYS, "daily_statistic", "day");

		private final ChronoUnit unit;

		private final String table;

		private final String column;

		Unit(ChronoUnit unit, String table, String column) {
			this.unit = unit;
			this.table = table;
			this.column = column;
		}

		/**
		 * When the unit began that a time lies in.
		 */
		public Instant floor(Instant time) {
			return time.truncatedTo(this.unit);
		}

		/**
		 * When the unit ended that a time lies in; itself, if one did then.
		 */
		public Instant ceiling(Instant time) {
			Instant floor = floor(time);
			return floor.equals(time) ? time : plus(floor, 1);
		}

		/**
		 * So many units later.
		 */
		public Instant plus(Instant time, long units) {
			return time.plus(units, this.unit);
		}

	}

	/**
	 * How often something happened.
	 *
	 * @param time when the hour or the day began
	 */
	public record Count(Instant time, String kind, String label, long count) {

	}

}
