package dev.vestibule.token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What was granted in a browser session, for whoever looks at the session.
 */
@Repository
public class Grants {

	private static final String CLIENTS = """
			SELECT DISTINCT session_id, client_id FROM oauth2_authorization
			WHERE account_id = :account AND revoked_at IS NULL AND code_redeemed_at IS NOT NULL
			ORDER BY session_id, client_id
			""";

	private static final String END = """
			UPDATE oauth2_authorization SET revoked_at = now(), revocation_reason = 'session_ended'
			WHERE account_id = :account AND session_id = :sid AND revoked_at IS NULL
			""";

	private final JdbcClient jdbc;

	Grants(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The clients that were granted something by an account, by the {@code sid} of the
	 * session.
	 */
	public Map<String, List<String>> clients(UUID account) {
		Map<String, List<String>> clients = new HashMap<>();
		this.jdbc.sql(CLIENTS).param("account", account).query((row) -> {
			clients.computeIfAbsent(row.getString("session_id"), (sid) -> new ArrayList<>())
				.add(row.getString("client_id"));
		});
		return clients;
	}

	/**
	 * Ends everything that was granted in a session.
	 */
	public void end(UUID account, String sid) {
		this.jdbc.sql(END).param("account", account).param("sid", sid).update();
	}

}
