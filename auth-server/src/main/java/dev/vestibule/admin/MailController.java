package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.vestibule.mail.TrialMessages;
import dev.vestibule.mailing.Mailing;
import dev.vestibule.mailing.Mailings;
import dev.vestibule.web.ServerProperties;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Writes to account holders, says how far that is, and tries whether mail can leave.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/mail")
class MailController {

	private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

	private final Mailings mailings;

	private final MailAdministration mails;

	private final ServerProperties server;

	MailController(Mailings mailings, MailAdministration mails, ServerProperties server) {
		this.mailings = mailings;
		this.mails = mails;
		this.server = server;
	}

	/**
	 * Begins a mailing; asked again under the same key, it is the same one.
	 */
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> write(InputStream body,
			@RequestHeader(name = "Idempotency-Key", defaultValue = "") String key, Authentication who)
			throws IOException {
		if (!KEY.matcher(key).matches()) {
			throw new ProblemException(HttpStatus.BAD_REQUEST,
					"This needs a header Idempotency-Key of 1 to 255 printable characters, so that a request that is sent again writes nobody twice.");
		}
		UUID id = this.mailings.ask(key, MailingRequest.read(JsonBody.read(body)), who.getName())
			.orElseThrow(() -> new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT,
					"Another mailing was asked for under this Idempotency-Key."));
		return ResponseEntity.accepted()
			.location(URI.create(this.server.url(AdminApiSecurity.PATH + "/mail/" + id)))
			.body(describe(this.mailings.find(id).orElseThrow(MailController::unknown)));
	}

	@GetMapping("/{id}")
	Map<String, Object> show(@PathVariable String id) {
		if (!UUID_FORM.matcher(id).matches()) {
			throw unknown();
		}
		return describe(this.mailings.find(UUID.fromString(id)).orElseThrow(MailController::unknown));
	}

	/**
	 * Sends a message by each way out, and answers when each has said whether it takes
	 * it.
	 */
	@PostMapping(path = "/test", consumes = MediaType.APPLICATION_JSON_VALUE)
	Map<String, Object> test(InputStream body, JwtAuthenticationToken who) throws IOException {
		List<TrialMessages.Outcome> outcomes = this.mails.test(JsonBody.read(body), Locale.ENGLISH, Asking.of(who));
		return Map.of("routes", outcomes.stream().map(MailController::describe).toList());
	}

	private static Map<String, Object> describe(TrialMessages.Outcome outcome) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("route", outcome.route());
		fields.put("accepted", outcome.refusal() == null);
		if (outcome.refusal() != null) {
			fields.put("reason", outcome.refusal());
		}
		return fields;
	}

	private static Map<String, Object> describe(Mailing mailing) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", mailing.id().toString());
		fields.put("state", mailing.isOver() ? "over" : "under_way");
		fields.put("created_at", mailing.createdAt().getEpochSecond());
		Instant queuedAt = mailing.queuedAt();
		if (queuedAt != null) {
			fields.put("queued_at", queuedAt.getEpochSecond());
		}
		fields.put("queued", mailing.queued());
		fields.put("sent", mailing.sent());
		fields.put("failed", mailing.failed());
		fields.put("abandoned", mailing.abandoned());
		return fields;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no mailing with this id.");
	}

}
