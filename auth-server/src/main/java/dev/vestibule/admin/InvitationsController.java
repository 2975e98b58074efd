package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.Invitation;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;

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

	private final InvitationAdministration invitations;

	private final ServerProperties server;

	InvitationsController(InvitationAdministration invitations, ServerProperties server) {
		this.invitations = invitations;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		query.check();
		return page.answer("invitations", this.invitations.list(words, page.after(""), page.toFind()),
				(invitation) -> List.of(invitation.email().value()), Invitation::fields);
	}

	@GetMapping("/{id}")
	Map<String, Object> show(@PathVariable String id) {
		return this.invitations.find(id).fields();
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> invite(InputStream body, HttpServletRequest request, Authentication who)
			throws IOException {
		Invitation invitation = this.invitations.invite(JsonBody.read(body), request.getRemoteAddr(),
				Permissions.administrator(who));
		return ResponseEntity
			.created(URI.create(this.server.url(AdminApiSecurity.PATH + "/accounts/invitations/" + invitation.id())))
			.body(invitation.fields());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void withdraw(@PathVariable String id, Authentication who) {
		this.invitations.withdraw(id, Permissions.administrator(who));
	}

}
