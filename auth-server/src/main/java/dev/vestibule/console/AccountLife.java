package dev.vestibule.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.ManagedAccount;
import dev.vestibule.admin.AccountAdministration;
import dev.vestibule.admin.SessionAdministration;
import dev.vestibule.audit.AuditEvent.Outcome;
import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.federation.Providers;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.verification.Device;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What an account's page tells of it besides its name: how its address was proved, the
 * ways in, where it is signed in, and what happened to it lately.
 */
@Component
class AccountLife {

	private static final int EVENTS = 10;

	private static final String BY_PROVIDER = "provider:";

	private final AccountAdministration accounts;

	private final SessionAdministration sessions;

	private final AuditTrail trail;

	private final ConsoleAudit audit;

	private final Providers providers;

	AccountLife(AccountAdministration accounts, SessionAdministration sessions, AuditTrail trail, ConsoleAudit audit,
			Providers providers) {
		this.accounts = accounts;
		this.sessions = sessions;
		this.trail = trail;
		this.audit = audit;
		this.providers = providers;
	}

	ModelAndView show(ModelAndView page, ManagedAccount managed, Locale locale) {
		Account account = managed.account();
		boolean byProvider = account.verifiedBy().startsWith(BY_PROVIDER);
		return page.addObject("verifiedOn", Moments.date(account.verifiedAt(), locale))
			.addObject("verifiedBy", byProvider ? "provider" : account.verifiedBy())
			.addObject("verifier",
					byProvider ? this.providers.nameOf(account.verifiedBy().substring(BY_PROVIDER.length())) : null)
			.addObject("language", account.locale().getDisplayLanguage(locale))
			.addObject("proofDue", ConsoleAccounts.time(account.proofDueAt(), locale))
			.addObject("frozenUntil", frozen(account, locale))
			.addObject("hasPassword", managed.hasPassword())
			.addObject("identities", identities(managed, locale))
			.addObject("lastSignIn", lastSignIn(account.id(), locale))
			.addObject("sessions", sessions(account.id(), locale))
			.addObject("events", events(account.id(), locale));
	}

	private static @Nullable String frozen(Account account, Locale locale) {
		Instant until = account.frozenUntil();
		return (until != null && until.isAfter(Instant.now())) ? Moments.time(until, locale) : null;
	}

	private List<ShownIdentity> identities(ManagedAccount account, Locale locale) {
		return this.accounts.identities(account)
			.stream()
			.map((linked) -> new ShownIdentity(this.providers.nameOf(linked.identity().provider()),
					linked.identity().subject(), linked.email(), Moments.date(linked.linkedAt(), locale)))
			.toList();
	}

	private @Nullable String lastSignIn(UUID account, Locale locale) {
		AuditQuery query = new AuditQuery(account, null, "sign-in", Outcome.SUCCESS, null, null);
		return this.trail.search(query, null, 1)
			.stream()
			.findFirst()
			.map((event) -> Moments.time(event.occurredAt(), locale))
			.orElse(null);
	}

	private List<ShownSession> sessions(UUID account, Locale locale) {
		Authentication viewer = SecurityContextHolder.getContext().getAuthentication();
		String own = (viewer != null && viewer.getPrincipal() instanceof AccountPrincipal person) ? person.sessionId()
				: "";
		return this.sessions.of(account).stream().map((session) -> session(session, own, locale)).toList();
	}

	private static ShownSession session(Map<String, Object> session, String own, Locale locale) {
		String agent = (String) session.get("device");
		return new ShownSession(text(session, "id"), Device.of(agent), (String) session.get("source"),
				(List<?>) Objects.requireNonNull(session.get("clients")), time(session, "authenticated_at", locale),
				time(session, "used_at", locale), text(session, "sid").equals(own));
	}

	private static String text(Map<String, Object> session, String name) {
		return String.valueOf(session.get(name));
	}

	private static String time(Map<String, Object> session, String name, Locale locale) {
		return Moments.time(Instant.ofEpochSecond((Long) Objects.requireNonNull(session.get(name))), locale);
	}

	private List<ShownEvent> events(UUID account, Locale locale) {
		List<AuditRecord> found = this.trail.search(new AuditQuery(account, null, null, null, null, null), null,
				EVENTS);
		Function<AuditRecord, ConsoleAudit.Row> rows = this.audit.rows(found, locale);
		return found.stream().map((event) -> event(event, rows.apply(event))).toList();
	}

	private static ShownEvent event(AuditRecord event, ConsoleAudit.Row row) {
		Object by = event.detail().get("by");
		return new ShownEvent(row, (by != null) ? by.toString() : null);
	}

	/**
	 * An identity at a provider.
	 */
	record ShownIdentity(String provider, String subject, @Nullable String email, String since) {

	}

	/**
	 * A browser that is signed in.
	 *
	 * @param device null if it is not recognised
	 * @param own whether it is the one that looks at the page
	 */
	record ShownSession(String id, @Nullable String device, @Nullable String source, List<?> clients, String since,
			String used, boolean own) {

	}

	/**
	 * Something that happened.
	 *
	 * @param by who administers, if it was one of them
	 */
	record ShownEvent(ConsoleAudit.Row row, @Nullable String by) {

	}

}
