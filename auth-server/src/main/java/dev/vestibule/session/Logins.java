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

	private final SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();

	private final SecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

	private final BrowserSessionProperties properties;

	Logins(BrowserSessionProperties properties) {
		this.properties = properties;
	}

	/**
	 * From here on the browser is this person: signed in, or with an address to prove.
	 */
	public void signIn(Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
		renew(request).setMaxInactiveInterval(Math.toIntExact(this.properties.idle().toSeconds()));
		SecurityContext context = this.holder.createEmptyContext();
		context.setAuthentication(authentication);
		this.holder.setContext(context);
		this.contexts.saveContext(context, request, response);
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
		renew(request);
		this.holder.clearContext();
	}

	/**
	 * A new row, not a new id for the old one: another request of the old session, still
	 * under way, would write the old id back.
	 */
	private static HttpSession renew(HttpServletRequest request) {
		String destination = SavedRequests.saved(request);
		HttpSession session = request.getSession();
		// A session whose id was changed in this request comes back once under the old
		// one.
		while (!session.isNew()) {
			session.invalidate();
			session = request.getSession();
		}
		if (destination != null) {
			session.setAttribute(SavedRequests.ATTRIBUTE, destination);
		}
		return session;
	}

}
