package dev.vestibule.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.audit.AuditQuery.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads what was recorded.
 */
@Repository
public class AuditTrail {

	// From one kind to the next by the index, however many events there are of each.
	private static final String KINDS = """
			WITH RECURSIVE known AS (
			    (SELECT kind FROM audit_event ORDER BY kind LIMIT 1)
			    UNION ALL
			    SELECT (SELECT kind FROM audit_event WHERE kind > known.kind ORDER BY kind LIMIT 1) FROM known
			    WHERE known.kind IS NOT NULL
			)
			SELECT kind FROM known WHERE kind IS NOT NULL
			""";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final JdbcClient jdbc;

	AuditTrail(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The events that are asked for, newest first.
	 * @param after the event behind which to begin; null begins at the newest
	 */
	public List<AuditRecord> search(AuditQuery query, @Nullable Position after, int limit) {
		List<String> conditions = new ArrayList<>();
		Map<String, Object> parameters = new HashMap<>();
		if (after != null) {
			conditions.add("(occurred_at, id) < (:afterTime, :afterId)");
			parameters.putAll(Map.of("afterTime", Timestamp.from(after.occurredAt()), "afterId", after.id()));
		}
		filter(query, conditions, parameters);
		return select(conditions, parameters, "occurred_at DESC, id DESC", limit);
	}

	/**
	 * The events since a time, oldest first, but for those that were seen. What happened
	 * at one time may be recorded after what happened later.
	 */
	public List<AuditRecord> since(AuditQuery query, Instant time, Collection<Long> seen, int limit) {
		List<String> conditions = new ArrayList<>(List.of("occurred_at >= :since", "NOT id = ANY (:seen::bigint[])"));
		Map<String, Object> parameters = new HashMap<>(
				Map.of("since", Timestamp.from(time), "seen", seen.toArray(Long[]::new)));
		filter(query, conditions, parameters);
		return select(conditions, parameters, "occurred_at, id", limit);
	}

	public Optional<AuditRecord> find(long id) {
		return this.jdbc.sql("SELECT * FROM audit_event WHERE id = :id")
			.param("id", id)
			.query(AuditTrail::map)
			.optional();
	}

	/**
	 * The kinds of events that there are.
	 */
	public List<String> kinds() {
		return this.jdbc.sql(KINDS).query(String.class).list();
	}

	/**
	 * When an event happened; empty if there is none of that id, or none any more.
	 */
	public Optional<Instant> timeOf(long id) {
		return this.jdbc.sql("SELECT occurred_at FROM audit_event WHERE id = :id")
			.param("id", id)
			.query(Timestamp.class)
			.optional()
			.map(Timestamp::toInstant);
	}

	/**
	 * What time it is to those who record.
	 */
	public Instant now() {
		return this.jdbc.sql("SELECT now()").query(Timestamp.class).single().toInstant();
	}

	private List<AuditRecord> select(List<String> conditions, Map<String, Object> parameters, String order, int limit) {
		String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
		return this.jdbc.sql("SELECT * FROM audit_event" + where + " ORDER BY " + order + " LIMIT :limit")
			.params(parameters)
			.param("limit", limit)
			.query(AuditTrail::map)
			.list();
	}

	private static void filter(AuditQuery query, List<String> conditions, Map<String, Object> parameters) {
		add("account_id = :account", "account", query.account(), conditions, parameters);
		add("client_id = :client", "client", query.client(), conditions, parameters);
		add("kind = :kind", "kind", query.kind(), conditions, parameters);
		AuditEvent.Outcome outcome = query.outcome();
		// The indexes of what did not succeed have this condition.
		add((outcome == AuditEvent.Outcome.SUCCESS) ? "outcome = :outcome"
				: "outcome = :outcome AND outcome <> 'success'", "outcome",
				(outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : null, conditions, parameters);
		add("occurred_at >= :from", "from", (query.from() != null) ? Timestamp.from(query.from()) : null, conditions,
				parameters);
		add("occurred_at < :to", "to", (query.to() != null) ? Timestamp.from(query.to()) : null, conditions,
				parameters);
	}

	private static void add(String condition, String name, @Nullable Object value, List<String> conditions,
			Map<String, Object> parameters) {
		if (value != null) {
			conditions.add(condition);
			parameters.put(name, value);
		}
	}

	static AuditRecord map(ResultSet row, int number) throws SQLException {
		String changes = row.getString("changes");
		return new AuditRecord(row.getLong("id"), row.getTimestamp("occurred_at").toInstant(), row.getString("kind"),
				row.getString("outcome"), row.getString("reason"), row.getObject("account_id", UUID.class),
				row.getString("client_id"), row.getString("source"), row.getString("device"),
				JSON.readValue(row.getString("detail"), OBJECT),
				(changes != null) ? JSON.readValue(changes, OBJECT) : Map.of());
	}

}
