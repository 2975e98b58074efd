package dev.vestibule.mail;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How the mail of the last day fares.
 */
@Component
public class Backlog {

	private static final String COUNT = """
			SELECT count(*) FILTER (WHERE state IN ('queued', 'sending', 'retrying')), count(*) FILTER (WHERE state = 'failed')
			FROM mail WHERE created_at > now() - interval '1 day'
			""";

	private final JdbcClient jdbc;

	Backlog(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public Count count() {
		return this.jdbc.sql(COUNT).query((row, number) -> new Count(row.getInt(1), row.getInt(2))).single();
	}

	/**
	 * How many mails are where.
	 *
	 * @param waiting those that have yet to leave
	 * @param failed those that could not be delivered
	 */
	public record Count(int waiting, int failed) {

	}

}
