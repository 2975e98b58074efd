package dev.vestibule.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Repository;

/**
 * The browsers in which somebody is signed in, for whoever looks at them from another.
 */
@Repository
public class SignedInSessions {

	private static final int MOST = 100;

	private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

	private static final String SELECT = """
			SELECT encode(id, 'hex') AS id, used_at, source, device, attributes ->> :context AS context,
			    least(used_at + make_interval(secs => idle_seconds), begun_at + make_interval(secs => :absolute)) AS over_at
			FROM browser_session
			WHERE used_at > now() - make_interval(secs => idle_seconds)
			    AND begun_at > now() - make_interval(secs => :absolute) AND
			""";

	private final JdbcClient jdbc;

	private final BrowserSessionProperties properties;

	SignedInSessions(JdbcClient jdbc, BrowserSessionProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	/**
	 * The last hundred sessions of somebody, the one that was used last first.
	 * @param name that of their authentication
	 */
	public List<SignedInSession> of(String name) {
		return statement("principal = :name ORDER BY used_at DESC LIMIT " + MOST).param("name", name)
			.query(SignedInSessions::map)
			.list()
			.stream()
			.flatMap(Optional::stream)
			.toList();
	}

	public Optional<SignedInSession> find(String id) {
		return !ID.matcher(id).matches() ? Optional.empty()
				: statement("id = :id").param("id", HexFormat.of().parseHex(id))
					.query(SignedInSessions::map)
					.optional()
					.flatMap((session) -> session);
	}

	/**
	 * Ends a session: its browser is nobody's from the next request on.
	 */
	public void end(SignedInSession session) {
		this.jdbc.sql("DELETE FROM browser_session WHERE id = :id")
			.param("id", HexFormat.of().parseHex(session.id()))
			.update();
	}

	private JdbcClient.StatementSpec statement(String where) {
		return this.jdbc.sql(SELECT + where)
			.param("context", HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
			.param("absolute", this.properties.absolute().toSeconds());
	}

	private static Optional<SignedInSession> map(ResultSet row, int number) throws SQLException {
		String text = row.getString("context");
		Object context = (text != null) ? SessionAttributes.read(text) : null;
		Authentication person = (context instanceof SecurityContext found) ? found.getAuthentication() : null;
		return (person == null) ? Optional.empty()
				: Optional.of(new SignedInSession(row.getString("id"), person, row.getTimestamp("used_at").toInstant(),
						row.getTimestamp("over_at").toInstant(), row.getString("source"), row.getString("device")));
	}

}
