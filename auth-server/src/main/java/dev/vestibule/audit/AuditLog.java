package dev.vestibule.audit;

import java.util.List;
import java.util.Locale;

import dev.vestibule.statistics.Tally;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Appends events within the caller's transaction, so that what is rolled back leaves no
 * trace of having happened, not even in the statistics; the source and the device are the
 * current request's, and so is the client where the event names none.
 */
@Component
public class AuditLog {

	private static final String APPEND = """
			INSERT INTO audit_event (kind, outcome, reason, account_id, client_id, source, device, detail,
			    changes)
			VALUES (:kind, :outcome, :reason, :accountId, :clientId, :source, :device, :detail::jsonb,
			    :changes::jsonb)
			""";

	private final JdbcClient jdbc;

	private final ObjectProvider<CurrentClient> clients;

	private final ObjectProvider<AuditListener> listeners;

	private final Tally tally;

	private final TransactionTemplate transaction;

	private final JsonMapper json = JsonMapper.shared();

	AuditLog(JdbcClient jdbc, ObjectProvider<CurrentClient> clients, ObjectProvider<AuditListener> listeners,
			Tally tally, TransactionTemplate transaction) {
		this.jdbc = jdbc;
		this.clients = clients;
		this.listeners = listeners;
		this.tally = tally;
		this.transaction = transaction;
	}

	public void record(AuditEvent event) {
		List<AuditListener> listeners = this.listeners.stream()
			.filter((listener) -> listener.wants(event.kind()))
			.toList();
		if (listeners.isEmpty()) {
			append(event, APPEND).update();
		}
		else {
			// The event and what is made of it: both, or neither.
			this.transaction.executeWithoutResult((status) -> tell(event, listeners));
		}
		this.tally.count(event.kind(), outcome(event));
	}

	private void tell(AuditEvent event, List<AuditListener> listeners) {
		AuditRecord recorded = append(event, APPEND + "RETURNING *").query(AuditTrail::map).single();
		listeners.forEach((listener) -> listener.recorded(recorded));
	}

	private StatementSpec append(AuditEvent event, String sql) {
		HttpServletRequest request = currentRequest();
		return this.jdbc.sql(sql)
			.param("kind", event.kind())
			.param("outcome", outcome(event))
			.param("reason", event.reason())
			.param("accountId", event.accountId())
			.param("clientId", (event.clientId() != null) ? event.clientId() : clientId(request))
			.param("source", (request != null) ? request.getRemoteAddr() : null)
			.param("device", (request != null) ? shorten(request.getHeader("User-Agent")) : null)
			.param("detail", this.json.writeValueAsString(event.detail()))
			.param("changes", event.changes().isEmpty() ? null : this.json.writeValueAsString(event.changes()));
	}

	private static String outcome(AuditEvent event) {
		return event.outcome().name().toLowerCase(Locale.ROOT);
	}

	private @Nullable String clientId(@Nullable HttpServletRequest request) {
		return (request == null) ? null
				: this.clients.stream().findFirst().flatMap((client) -> client.clientId(request)).orElse(null);
	}

	private static @Nullable HttpServletRequest currentRequest() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null;
	}

	private static @Nullable String shorten(@Nullable String value) {
		return (value == null || value.length() <= 200) ? value : value.substring(0, 200);
	}

}
