package dev.vestibule.console;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.AuditExport;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Ids;
import dev.vestibule.admin.Page;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.audit.AuditEvent.Outcome;
import dev.vestibule.audit.AuditProperties;
import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditQuery.Position;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * What happened: searched page by page, each event with what it changed, and as a file.
 */
@Controller
class ConsoleAuditController {

	private static final String PATH = "/admin/audit";

	private static final List<String> FILTERS = List.of("account", "client", "kind", "outcome", "from", "to");

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	/** Of the longest address. */
	private static final int MAX_ACCOUNT = 254;

	private static final String CSV = "csv";

	private final AuditTrail trail;

	private final AuditExport export;

	private final AuditProperties properties;

	private final Accounts accounts;

	private final ConsoleAudit console;

	private final ConsoleWords words;

	ConsoleAuditController(AuditTrail trail, AuditExport export, AuditProperties properties, Accounts accounts,
			ConsoleAudit console, ConsoleWords words) {
		this.trail = trail;
		this.export = export;
		this.properties = properties;
		this.accounts = accounts;
		this.console = console;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView search(HttpServletRequest request, Locale locale) {
		Filters filters = new Filters(request, FILTERS);
		ModelAndView page = new ModelAndView("console-audit").addObject("kept", this.properties.kept().toDays())
			.addObject("values", filters.values())
			.addObject("errors", Map.of())
			.addObject("first", filters.link(PATH))
			.addObject("export", filters.link(PATH + "/export"));
		return Listing.fill(page, "events", request, locale, this.words, (query) -> fill(page, query, request, locale));
	}

	private void fill(ModelAndView model, Fields query, HttpServletRequest request, Locale locale) {
		AuditQuery wanted = wanted(query);
		Page<Position> page = Page.read(query, request,
				(position) -> new Position(Fields.moment(position.get(0)), Long.parseLong(position.get(1))));
		query.words("ui_locales");
		query.check();
		List<AuditRecord> found = this.trail.search(wanted, page.after(), page.toFind());
		Listing.show(model, "events", page, found,
				(event) -> List.of(event.occurredAt().toString(), String.valueOf(event.id())),
				this.console.rows(found, locale));
	}

	@GetMapping(PATH + "/export")
	void export(@RequestAttribute Account account, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		Fields query = Fields.ofQuery(request);
		AuditQuery wanted = wanted(query);
		boolean csv = CSV.equals(query.choice("format", Set.of(CSV, "jsonl")));
		query.check();
		this.export.answer(wanted, csv, response, Asking.of(account).name());
	}

	@GetMapping(PATH + "/{id}")
	ModelAndView show(@PathVariable String id, Locale locale) {
		if (!NUMBER.matcher(id).matches()) {
			throw unknown();
		}
		AuditRecord event = this.trail.find(Long.parseLong(id)).orElseThrow(ConsoleAuditController::unknown);
		return new ModelAndView("console-event").addObject("event", this.console.row(event, locale))
			.addObject("device", event.device())
			.addObject("by", this.console.by(event))
			.addObject("facts", this.console.facts(event, locale))
			.addObject("changes", this.console.changes(event, locale));
	}

	// What is looked for as the API takes it, and besides as people type it.
	private AuditQuery wanted(Fields query) {
		String outcome = query.choice("outcome", Set.of("success", "refused", "failure"));
		return new AuditQuery(account(query), query.text("client", 100), query.text("kind", 64),
				(outcome != null) ? Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)) : null,
				Filters.time(query, "from"), Filters.time(query, "to"));
	}

	private @Nullable UUID account(Fields query) {
		String text = query.text("account", MAX_ACCOUNT);
		if (text == null) {
			return null;
		}
		UUID id = Ids.parse(text.strip())
			.or(() -> EmailAddress.parse(text.strip()).flatMap(this.accounts::findByEmail).map(Account::id))
			.orElse(null);
		if (id == null) {
			query.refuse("account", "must be the address or the id of an account");
		}
		return id;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no event with this id, or none any more.");
	}

}
