package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.Invitation;
import dev.vestibule.account.Invitations;
import dev.vestibule.verification.Inviting;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Invites people to have an account, and takes invitations back.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/accounts/invitations")
class InvitationsController {

	private static final int MAX_NAMES = 100;

	/** The languages that mails are written in. */
	private static final Set<String> LOCALES = Set.of("en", "ko");

	private final Inviting inviting;

	private final Invitations invitations;

	private final ServerProperties server;

	InvitationsController(Inviting inviting, Invitations invitations, ServerProperties server) {
		this.inviting = inviting;
		this.invitations = invitations;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		query.check();
		return page.answer("invitations", this.invitations.list(page.after(""), page.toFind()),
				(invitation) -> List.of(invitation.email().value()), Invitation::fields);
	}

	@GetMapping("/{id}")
	Map<String, Object> show(@PathVariable String id) {
		return this.invitations.find(Ids.read(id)).orElseThrow(InvitationsController::unknown).fields();
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> invite(InputStream body, HttpServletRequest request, Authentication who)
			throws IOException {
		Fields fields = new Fields("Nobody can be invited like this.", JsonBody.read(body));
		String email = fields.requiredText("email", 254);
		Optional<EmailAddress> address = EmailAddress.parse(email);
		if (!email.isEmpty() && address.isEmpty()) {
			fields.refuse("email", "must be an e-mail address");
		}
		String locale = fields.choice("locale", LOCALES);
		Set<String> roles = names(fields, "roles");
		Set<String> groups = names(fields, "groups");
		fields.check();
		Invitation invitation = this.inviting
			.invite(address.orElseThrow(), roles, groups,
					(locale != null) ? Locale.forLanguageTag(locale) : Locale.ENGLISH, request.getRemoteAddr(),
					Permissions.administrator(who))
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
					"This address has an account already, or is reserved or blocked."));
		return ResponseEntity
			.created(URI.create(this.server.url(AdminApiSecurity.PATH + "/accounts/invitations/" + invitation.id())))
			.body(invitation.fields());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdraw(@PathVariable String id, Authentication who) {
		if (!this.inviting.withdraw(Ids.read(id), Permissions.administrator(who))) {
			throw unknown();
		}
	}

	private static Set<String> names(Fields fields, String name) {
		@Nullable List<String> names = fields.texts(name, MAX_NAMES, Names.MAX_LENGTH);
		return (names != null) ? new HashSet<>(names) : Set.of();
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no invitation with this id, or none any more.");
	}

}
