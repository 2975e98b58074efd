package dev.vestibule.signin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.account.PersonAuthentication;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.keyring.RandomText;
import dev.vestibule.session.Logins;
import dev.vestibule.session.Logins.Login;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Who a browser stands for, and what it is in the middle of. Each change begins another
 * session.
 */
@Component
class BrowserSession {

	private static final String LINK = BrowserSession.class.getName() + ".link";

	private static final String RESET = BrowserSession.class.getName() + ".reset";

	private static final String ADDRESSLESS = BrowserSession.class.getName() + ".addressless";

	private static final int SESSION_ID_BYTES = 32;

	private final Logins logins;

	BrowserSession(Logins logins) {
		this.logins = logins;
	}

	/**
	 * Writes down, in the caller's transaction, that the browser will stand for an
	 * account.
	 * @param methods how the person signed in (RFC 8176, or {@code fed} for a provider's
	 * word, which no RFC names)
	 */
	Login prepare(Account account, List<String> methods, HttpServletRequest request) {
		AccountPrincipal principal = new AccountPrincipal(account.id(), account.credentialEpoch(), Instant.now(),
				RandomText.of(SESSION_ID_BYTES), List.copyOf(methods));
		return this.logins.prepare(PersonAuthentication.of(principal), request);
	}

	/**
	 * From here on the browser stands for an account.
	 */
	void enter(Login login, HttpServletRequest request) {
		this.logins.enter(login, request);
	}

	/**
	 * From here on the browser has an address to prove.
	 */
	void awaitProof(UUID challengeId, List<String> methods, HttpServletRequest request, HttpServletResponse response) {
		this.logins.signIn(PersonAuthentication.of(new PendingPrincipal(challengeId, List.copyOf(methods))), request,
				response);
	}

	/**
	 * From here on the browser is nobody's, and has an address to prove for a new
	 * password.
	 */
	void awaitReset(UUID challengeId, HttpServletRequest request) {
		this.logins.beNobody(request);
		request.getSession().setAttribute(RESET, challengeId);
	}

	/**
	 * The challenge whose proof this browser waits for.
	 */
	Optional<UUID> awaited(HttpServletRequest request) {
		return this.logins.current(request)
			.map(Authentication::getPrincipal)
			.filter(PendingPrincipal.class::isInstance)
			.map((principal) -> ((PendingPrincipal) principal).challengeId());
	}

	/**
	 * From here on the browser is nobody's, and its next sign-in to that account links.
	 */
	void awaitLink(PendingLink link, HttpServletRequest request) {
		this.logins.beNobody(request);
		request.getSession().setAttribute(LINK, link);
	}

	/**
	 * From here on the browser is nobody's, and has an address to name.
	 */
	void awaitAddress(FederatedUser user, HttpServletRequest request) {
		this.logins.beNobody(request);
		request.getSession().setAttribute(ADDRESSLESS, user);
	}

	Optional<PendingLink> link(HttpServletRequest request) {
		return attribute(request, LINK).map(PendingLink.class::cast);
	}

	Optional<UUID> reset(HttpServletRequest request) {
		return attribute(request, RESET).map(UUID.class::cast);
	}

	Optional<FederatedUser> addressless(HttpServletRequest request) {
		return attribute(request, ADDRESSLESS).map(FederatedUser.class::cast);
	}

	private static Optional<Object> attribute(HttpServletRequest request, String name) {
		return Optional.ofNullable(request.getSession(false)).map((session) -> session.getAttribute(name));
	}

}
