package dev.vestibule.admin;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditQuery.Position;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Writes events as a file, some at a time, so that neither memory nor a connection to the
 * database is held for as long as somebody reads.
 */
@Component
public class AuditExport {

	private static final int AT_ONCE = 1000;

	private static final List<String> COLUMNS = List.of("id", "occurred_at", "kind", "outcome", "reason", "account",
			"client", "source", "device", "detail", "changes");

	// What spreadsheets would take for a formula, some of them the full-width characters
	// too.
	private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20]");

	private final AuditTrail trail;

	private final AuditLog audit;

	private final JsonMapper json = JsonMapper.shared();

	AuditExport(AuditTrail trail, AuditLog audit) {
		this.trail = trail;
		this.audit = audit;
	}

	/**
	 * Answers with the events as a file to keep, and records who has taken it.
	 * @param csv as comma-separated values, and not as a JSON object on each line
	 * @param by who does it, for the audit log
	 */
	public void answer(AuditQuery query, boolean csv, HttpServletResponse response, String by) throws IOException {
		this.audit.record(AuditEvent.success("audit.exported").detail(Map.of("by", by)));
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		response.setContentType(csv ? "text/csv" : "application/x-ndjson");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename(csv ? "audit.csv" : "audit.jsonl").build().toString());
		if (csv) {
			table(query, response.getWriter());
		}
		else {
			lines(query, response.getWriter());
		}
	}

	/**
	 * One JSON object on each line.
	 */
	private void lines(AuditQuery query, PrintWriter out) throws IOException {
		forEach(query, out, (event) -> out.print(this.json.writeValueAsString(event.fields()) + "\n"));
	}

	/**
	 * Comma-separated values (RFC 4180).
	 */
	private void table(AuditQuery query, PrintWriter out) throws IOException {
		out.print(String.join(",", COLUMNS) + "\r\n");
		forEach(query, out, (event) -> out.print(row(event) + "\r\n"));
	}

	private void forEach(AuditQuery query, PrintWriter out, Consumer<AuditRecord> write) throws IOException {
		Position after = null;
		List<AuditRecord> events;
		do {
			events = this.trail.search(query, after, AT_ONCE);
			events.forEach(write);
			if (out.checkError()) {
				throw new IOException("nobody reads any more");
			}
			after = events.isEmpty() ? null
					: new Position(events.get(events.size() - 1).occurredAt(), events.get(events.size() - 1).id());
		}
		while (events.size() == AT_ONCE);
	}

	private String row(AuditRecord event) {
		return Stream
			.<Object>of(event.id(), event.occurredAt(), event.kind(), event.outcome(), text(event.reason()),
					text(event.account()), text(event.client()), text(event.source()), text(event.device()),
					this.json.writeValueAsString(event.detail()), this.json.writeValueAsString(event.changes()))
			.map(String::valueOf)
			.map(AuditExport::cell)
			.collect(Collectors.joining(","));
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	static String cell(String value) {
		String plain = FORMULA.matcher(value).find() ? "'" + value : value;
		return "\"" + plain.replace("\"", "\"\"") + "\"";
	}

}
