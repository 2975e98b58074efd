package dev.vestibule.audit;

import java.util.Locale;

import dev.vestibule.statistics.Tally;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
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

	private final Tally tally;

	private final JsonMapper json = JsonMapper.shared();

	AuditLog(JdbcClient jdbc, ObjectProvider<CurrentClient> clients, Tally tally) {
		this.jdbc = jdbc;
		this.clients = clients;
		this.tally = tally;
	}

	public void record(AuditEvent event) {
		HttpServletRequest request = currentRequest();
		String outcome = event.outcome().name().toLowerCase(Locale.ROOT);
		this.jdbc.sql(APPEND)
			.param("kind", event.kind())
			.param("outcome", outcome)
			.param("reason", event.reason())
			.param("accountId", event.accountId())
			.param("clientId", (event.clientId() != null) ? event.clientId() : clientId(request))
			.param("source", (request != null) ? request.getRemoteAddr() : null)
			.param("device", (request != null) ? shorten(request.getHeader("User-Agent")) : null)
			.param("detail", this.json.writeValueAsString(event.detail()))
			.param("changes", event.changes().isEmpty() ? null : this.json.writeValueAsString(event.changes()))
			.update();
		this.tally.count(event.kind(), outcome);
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
