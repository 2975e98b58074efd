package dev.vestibule.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.mail.Delivery;
import dev.vestibule.mail.MailQuery;
import dev.vestibule.mail.MailQuery.Position;
import dev.vestibule.mail.SentMail;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what has become of each message, sends one again, and gives one up. What they say
 * is not shown.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/mail/messages")
class MessagesController {

	private static final Set<String> STATES = Stream.of(Delivery.State.values())
		.map(Delivery.State::label)
		.collect(Collectors.toSet());

	private final MailAdministration mails;

	MessagesController(MailAdministration mails) {
		this.mails = mails;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> search(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		String recipient = query.text("recipient", 254);
		String state = query.choice("state", STATES);
		MailQuery wanted = new MailQuery(
				(recipient != null) ? EmailAddress.parse(recipient).map(EmailAddress::value).orElse(recipient) : null,
				(state != null) ? Delivery.State.valueOf(state.toUpperCase(Locale.ROOT)) : null,
				query.text("template", 64), query.time("from"), query.time("to"));
		Page<Position> page = Page.read(query, request,
				(position) -> new Position(Fields.moment(position.get(0)), UUID.fromString(position.get(1))));
		query.check();
		return page.answer("messages", this.mails.search(wanted, page.after(), page.toFind()),
				(mail) -> List.of(mail.createdAt().toString(), mail.id().toString()), SentMail::fields);
	}

	@GetMapping("/{id}")
	Map<String, Object> show(@PathVariable String id) {
		return this.mails.find(Ids.read(id)).fields();
	}

	/**
	 * Answers with the message that is sent now.
	 */
	@PostMapping("/{id}/resend")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, Object> resend(@PathVariable String id, JwtAuthenticationToken who) {
		return this.mails.resend(Ids.read(id), Asking.of(who)).fields();
	}

	@PostMapping("/{id}/abandon")
	Map<String, Object> abandon(@PathVariable String id, JwtAuthenticationToken who) {
		return this.mails.abandon(Ids.read(id), Asking.of(who)).fields();
	}

}
