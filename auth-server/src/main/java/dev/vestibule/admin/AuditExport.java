package dev.vestibule.admin;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditQuery.Position;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Writes events as a file, some at a time, so that neither memory nor a connection to the
 * database is held for as long as somebody reads.
 */
@Component
class AuditExport {

	private static final int AT_ONCE = 1000;

	private static final List<String> COLUMNS = List.of("id", "occurred_at", "kind", "outcome", "reason", "account",
			"client", "source", "device", "detail", "changes");

	// What spreadsheets would take for a formula.
	private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r]");

	private final AuditTrail trail;

	private final JsonMapper json = JsonMapper.shared();

	AuditExport(AuditTrail trail) {
		this.trail = trail;
	}

	/**
	 * One JSON object on each line.
	 */
	void lines(AuditQuery query, PrintWriter out) throws IOException {
		forEach(query, out, (event) -> out.print(this.json.writeValueAsString(event.fields()) + "\n"));
	}

	/**
	 * Comma-separated values (RFC 4180).
	 */
	void table(AuditQuery query, PrintWriter out) throws IOException {
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
