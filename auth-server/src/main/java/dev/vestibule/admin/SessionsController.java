package dev.vestibule.admin;

import java.util.Map;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The browsers that are signed in to an account.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/sessions")
class SessionsController {

	private static final String ACCOUNT = "account";

	private final SessionAdministration sessions;

	SessionsController(SessionAdministration sessions) {
		this.sessions = sessions;
	}

	@GetMapping
	Map<String, Object> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		UUID account = query.id(ACCOUNT);
		if (account == null && !query.has(ACCOUNT)) {
			query.refuse(ACCOUNT, "is required");
		}
		query.check();
		return Map.of("sessions", this.sessions.of((account != null) ? account : Ids.NOTHING));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void end(@PathVariable String id, Authentication who) {
		this.sessions.end(id, Permissions.administrator(who));
	}

}
