package dev.vestibule.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.account.AccountChanges;
import dev.vestibule.account.AccountDirectory;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.ManagedAccount;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.session.SignedInSession;
import dev.vestibule.session.SignedInSessions;
import dev.vestibule.token.Grants;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Shows where an account is signed in, and ends a session with all that was granted in
 * it.
 */
@Service
public class SessionAdministration {

	private final AccountDirectory directory;

	private final AccountChanges changes;

	private final SignedInSessions sessions;

	private final Grants grants;

	private final AuditLog audit;

	public SessionAdministration(AccountDirectory directory, AccountChanges changes, SignedInSessions sessions,
			Grants grants, AuditLog audit) {
		this.directory = directory;
		this.changes = changes;
		this.sessions = sessions;
		this.grants = grants;
		this.audit = audit;
	}

	/**
	 * The sessions that count, as they are shown: those from before the account's
	 * credentials changed are dead already.
	 */
	public List<Map<String, Object>> of(UUID id) {
		ManagedAccount account = this.directory.find(id).orElseThrow(AccountAdministration::unknown);
		Map<String, List<String>> clients = this.grants.clients(id);
		return this.sessions.of(id.toString())
			.stream()
			.filter((session) -> person(session).credentialEpoch() == account.account().credentialEpoch())
			.map((session) -> fields(session, clients.getOrDefault(person(session).sessionId(), List.of())))
			.toList();
	}

	/**
	 * @return whose it was
	 */
	@Transactional
	public UUID end(String id, Administrator by) {
		SignedInSession session = this.sessions.find(id)
			.filter((found) -> found.person().getPrincipal() instanceof AccountPrincipal)
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND,
					"There is no session with this id, or none any more."));
		AccountPrincipal person = person(session);
		Refusals.explain(() -> this.changes.holdFor(person.accountId(), by));
		this.sessions.end(session);
		this.grants.end(person.accountId(), person.sessionId());
		this.audit.record(AuditEvent.success("session.ended")
			.account(person.accountId())
			.detail(Map.of("by", by.name(), "sid", person.sessionId())));
		return person.accountId();
	}

	private static Map<String, Object> fields(SignedInSession session, List<String> clients) {
		AccountPrincipal person = person(session);
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", session.id());
		fields.put("sid", person.sessionId());
		fields.put("account", person.getName());
		fields.put("methods", person.methods());
		if (session.source() != null) {
			fields.put("source", session.source());
		}
		if (session.device() != null) {
			fields.put("device", session.device());
		}
		fields.put("clients", clients);
		fields.put("authenticated_at", person.authenticatedAt().getEpochSecond());
		fields.put("used_at", session.usedAt().getEpochSecond());
		fields.put("expires_at", session.expiresAt().getEpochSecond());
		return fields;
	}

	private static AccountPrincipal person(SignedInSession session) {
		if (session.person().getPrincipal() instanceof AccountPrincipal person) {
			return person;
		}
		throw new IllegalStateException("nobody is signed in");
	}

}
