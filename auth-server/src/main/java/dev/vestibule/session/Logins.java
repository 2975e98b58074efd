package dev.vestibule.session;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Changes who a browser session stands for. Each change begins a new session, with a new
 * cookie, and ends the old one; only the saved request goes along.
 */
@Component
public class Logins {

	/** What marks a session as somebody's own, begun here. */
	private static final String OWN = "OWN";

	private static final String CONTEXT = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

	private final SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();

	private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

	private final BrowserSessions sessions;

	private final SessionsOfRequest request;

	private final BrowserSessionProperties properties;

	Logins(BrowserSessions sessions, SessionsOfRequest request, BrowserSessionProperties properties) {
		this.sessions = sessions;
		this.request = request;
		this.properties = properties;
	}

	/**
	 * From here on the browser is this person: signed in, or with an address to prove.
	 */
	public void signIn(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
		enter(prepare(authentication, request), request);
	}

	/**
	 * Writes down that the browser will be this person, within the caller's transaction.
	 * It is only once {@link #enter} is called, after that transaction.
	 */
	public Login prepare(Authentication authentication, HttpServletRequest request) {
		SecurityContext context = this.holder.createEmptyContext();
		context.setAuthentication(authentication);
		StoredSession session = this.sessions.begin(this.properties.idle());
		session.setAttribute(CONTEXT, context);
		return new Login(replace(session, request), context);
	}

	/**
	 * From here on the browser is who was prepared.
	 */
	public void enter(Login login, HttpServletRequest request) {
		switchTo(login.session(), request);
		this.holder.setContext(login.context());
	}

	/**
	 * Who the browser is so far, also while it is coming back from a provider.
	 */
	public Optional<Authentication> current(HttpServletRequest request) {
		return Optional.ofNullable(this.contexts.loadDeferredContext(request).get().getAuthentication());
	}

	/**
	 * From here on the browser is nobody; its session and its cookie are gone.
	 */
	public void signOut(HttpServletRequest request, HttpServletResponse response) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.invalidate();
		}
		this.holder.clearContext();
	}

	/**
	 * From here on the browser is nobody, but still on its way to where it wanted to go.
	 */
	public void beNobody(HttpServletRequest request) {
		switchTo(replace(this.sessions.begin(this.properties.anonymous()), request), request);
		this.holder.clearContext();
	}

	static boolean isOnesOwn(HttpSession session) {
		return session.getAttribute(OWN) != null;
	}

	/**
	 * A new row, not a new id for the old one: another request of the old session, still
	 * under way, would write the old id back.
	 */
	private StoredSession replace(StoredSession session, HttpServletRequest request) {
		session.setAttribute(OWN, true);
		SavedRequests.inSession(request)
			.ifPresent((destination) -> session.setAttribute(SavedRequests.ATTRIBUTE, destination));
		HttpSession before = request.getSession(false);
		if (before != null) {
			this.sessions.deleteById(before.getId());
		}
		this.sessions.save(session);
		return session;
	}

	private void switchTo(StoredSession session, HttpServletRequest request) {
		// A browser may have sent several, of which all but one were planted.
		for (HttpSession before = request.getSession(false); before != null; before = request.getSession(false)) {
			before.invalidate();
		}
		this.request.prepare(session);
		request.getSession();
	}

	/**
	 * A session that is written down, and whom it stands for.
	 */
	public static final class Login {

		private final StoredSession session;

		private final SecurityContext context;

		private Login(StoredSession session, SecurityContext context) {
			this.session = session;
			this.context = context;
		}

		private StoredSession session() {
			return this.session;
		}

		private SecurityContext context() {
			return this.context;
		}

	}

}
