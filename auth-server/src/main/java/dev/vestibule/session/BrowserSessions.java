package dev.vestibule.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Repository;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The browser sessions. Each is read and written by one statement, within the caller's
 * transaction if there is one. A session ends at its absolute age whatever is done, and
 * requests of one session neither fail each other nor undo what the other has set.
 */
@Repository
class BrowserSessions implements SessionRepository<StoredSession> {

	/** How late it may be written down that a session is in use. */
	private static final String LATE = "make_interval(secs => least(60, idle_seconds / 10.0))";

	private static final String FIND = """
			SELECT begun_at, used_at, idle_seconds, attributes::text, used_at < now() - %s AS stale
			FROM browser_session
			WHERE id = :id AND used_at > now() - make_interval(secs => idle_seconds)
			    AND begun_at > now() - make_interval(secs => :absolute)
			""".formatted(LATE);

	private static final String INSERT = """
			INSERT INTO browser_session (id, idle_seconds, expires_at, principal, source, device, attributes)
			VALUES (:id, :idle, now() + make_interval(secs => :idle), :principal, :source, :device, :attributes::jsonb)
			""";

	// Nothing happens if another request has ended it meanwhile.
	private static final String UPDATE = """
			UPDATE browser_session SET id = :id, used_at = now(), idle_seconds = :idle, principal = :principal,
			    expires_at = least(now() + make_interval(secs => :idle), begun_at + make_interval(secs => :absolute)),
			    attributes = (attributes || :attributes::jsonb) - :removed::text[]
			WHERE id = :storedId
			""";

	private static final String DELETE = "DELETE FROM browser_session WHERE id = :id";

	private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {
	};

	private static final int MAX_DEVICE = 200;

	private final JdbcClient jdbc;

	private final SessionCookie ids;

	private final SessionsOfRequest request;

	private final BrowserSessionProperties properties;

	private final JsonMapper json = JsonMapper.shared();

	BrowserSessions(JdbcClient jdbc, SessionCookie ids, SessionsOfRequest request,
			BrowserSessionProperties properties) {
		this.jdbc = jdbc;
		this.ids = ids;
		this.request = request;
		this.properties = properties;
	}

	@Override
	public StoredSession createSession() {
		return this.request.prepared().orElseGet(() -> begin(this.properties.anonymous()));
	}

	StoredSession begin(Duration idle) {
		StoredSession session = new StoredSession(this.ids, idle);
		this.request.put(session.getId(), session);
		return session;
	}

	@Override
	public @Nullable StoredSession findById(String id) {
		return this.request.find(id, () -> read(id)).orElse(null);
	}

	private Optional<StoredSession> read(String id) {
		return this.jdbc.sql(FIND)
			.param("id", bytes(id))
			.param("absolute", this.properties.absolute().toSeconds())
			.query((row, number) -> map(id, row))
			.optional();
	}

	@Override
	public void save(StoredSession session) {
		if (!session.isChanged()) {
			return;
		}
		String storedId = session.storedId();
		Map<String, String> added = new HashMap<>();
		List<String> removed = new ArrayList<>();
		session.changes().forEach((name, value) -> {
			if (value != null) {
				added.put(name, value);
			}
			else {
				removed.add(name);
			}
		});
		JdbcClient.StatementSpec statement = this.jdbc.sql((storedId != null) ? UPDATE : INSERT)
			.param("id", bytes(session.getId()))
			.param("idle", Math.toIntExact(session.getMaxInactiveInterval().toSeconds()))
			.param("principal", session.principal())
			.param("attributes", this.json.writeValueAsString(added));
		if (storedId != null) {
			statement.param("storedId", bytes(storedId))
				.param("absolute", this.properties.absolute().toSeconds())
				.param("removed", removed.toArray(String[]::new));
		}
		else {
			HttpServletRequest request = current();
			statement.param("source", (request != null) ? request.getRemoteAddr() : null)
				.param("device", (request != null) ? shorten(request.getHeader("User-Agent")) : null);
		}
		statement.update();
		session.saved();
		this.request.put(session.getId(), session);
	}

	@Override
	public void deleteById(String id) {
		// One whose id was changed in this request is stored under the other.
		this.request.storedId(id).ifPresent((storedId) -> {
			this.jdbc.sql(DELETE).param("id", bytes(storedId)).update();
			this.request.put(storedId, null);
		});
	}

	private StoredSession map(String id, ResultSet row) throws SQLException {
		return new StoredSession(this.ids, id, row.getTimestamp("begun_at").toInstant(),
				row.getTimestamp("used_at").toInstant(), Duration.ofSeconds(row.getInt("idle_seconds")),
				row.getBoolean("stale"), this.json.readValue(row.getString("attributes"), ATTRIBUTES));
	}

	private static @Nullable HttpServletRequest current() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null;
	}

	private static @Nullable String shorten(@Nullable String device) {
		return (device == null || device.length() <= MAX_DEVICE) ? device : device.substring(0, MAX_DEVICE);
	}

	private static byte[] bytes(String id) {
		return HexFormat.of().parseHex(id);
	}

}
