package dev.vestibule.purge;

import java.time.Duration;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which rows of a table are over. A bean of this type is all that a feature adds to have
 * its table purged; its expression needs an index, since it is asked each minute.
 *
 * @param table the table's name
 * @param time an SQL expression over its columns, equal to that of an index
 * @param before an SQL expression: what lies before it is over
 */
public record Purge(String table, String time, String before) {

	/**
	 * Few enough that no lock is held for long.
	 */
	public static final int BATCH = 1000;

	/**
	 * Rows are over when a time of theirs lies further back than an age.
	 */
	public static Purge olderThan(Duration age, String table, String time) {
		return new Purge(table, time, "now() - interval '%d seconds'".formatted(age.toSeconds()));
	}

	/**
	 * Deletes those that have been over the longest, but for those that somebody else
	 * holds, who may be another node that purges.
	 * @return how many; fewer than {@link #BATCH} if no more are left
	 */
	public int removeBatch(JdbcClient jdbc) {
		// What deletes nothing would still tell every node that remembers rows of this
		// table to read them anew.
		if (!jdbc.sql("SELECT EXISTS (SELECT %s)".formatted(over())).query(Boolean.class).single()) {
			return 0;
		}
		return jdbc.sql("DELETE FROM %s WHERE ctid = ANY (ARRAY(%s))".formatted(this.table, due())).update();
	}

	String due() {
		return "SELECT ctid %s ORDER BY %s LIMIT %d FOR UPDATE SKIP LOCKED".formatted(over(), this.time, BATCH);
	}

	private String over() {
		return "FROM %s WHERE %s < %s".formatted(this.table, this.time, this.before);
	}

}
