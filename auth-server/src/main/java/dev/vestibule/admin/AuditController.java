package dev.vestibule.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.vestibule.audit.AuditEvent.Outcome;
import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditQuery.Position;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What happened: page by page, as a file, and as it happens.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/audit")
class AuditController {

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	private static final String CSV = "csv";

	private final AuditTrail trail;

	private final AuditExport export;

	private final AuditFollowers followers;

	AuditController(AuditTrail trail, AuditExport export, AuditFollowers followers) {
		this.trail = trail;
		this.export = export;
		this.followers = followers;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> search(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		AuditQuery wanted = between(query);
		Page<Position> page = Page.read(query, request,
				(position) -> new Position(Fields.moment(position.get(0)), Long.parseLong(position.get(1))));
		query.check();
		return page.answer("events", this.trail.search(wanted, page.after(), page.toFind()),
				(event) -> List.of(event.occurredAt().toString(), String.valueOf(event.id())), AuditRecord::fields);
	}

	@GetMapping("/export")
	void export(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
		Fields query = Fields.ofQuery(request);
		AuditQuery wanted = between(query);
		boolean csv = CSV.equals(query.choice("format", Set.of(CSV, "jsonl")));
		query.check();
		this.export.answer(wanted, csv, response, who.getName());
	}

	@GetMapping("/follow")
	void follow(HttpServletRequest request, HttpServletResponse response, JwtAuthenticationToken who,
			@RequestHeader(name = "Last-Event-ID", defaultValue = "") String last) throws IOException {
		Fields query = Fields.ofQuery(request);
		AuditQuery wanted = query(query, null, null);
		query.check();
		if (!this.followers.enter()) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "60");
			throw new ProblemException(HttpStatus.TOO_MANY_REQUESTS,
					"Too many follow already (vestibule.admin.followers): try again in a minute.");
		}
		try {
			response.setContentType("text/event-stream");
			response.setCharacterEncoding(StandardCharsets.UTF_8);
			this.followers.tell(wanted, NUMBER.matcher(last).matches() ? Long.valueOf(last) : null, who.getToken(),
					response.getOutputStream());
		}
		finally {
			this.followers.leave();
		}
	}

	private static AuditQuery between(Fields query) {
		return query(query, query.time("from"), query.time("to"));
	}

	private static AuditQuery query(Fields query, @Nullable Instant from, @Nullable Instant to) {
		String outcome = query.choice("outcome", Set.of("success", "refused", "failure"));
		return new AuditQuery(query.id("account"), query.text("client", 100), query.text("kind", 64),
				(outcome != null) ? Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)) : null, from, to);
	}

}
