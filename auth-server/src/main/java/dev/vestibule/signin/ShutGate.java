package dev.vestibule.signin;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.session.Logins;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Ends the session of an account to which the issuing gate has shut since it signed in.
 */
@Component
class ShutGate implements HandlerInterceptor {

	private final IssuingGate gate;

	private final Logins logins;

	ShutGate(IssuingGate gate, Logins logins) {
		this.gate = gate;
		this.logins = logins;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null || !(authentication.getPrincipal() instanceof AccountPrincipal principal)
				|| this.gate.ask(principal) == Ruling.OPEN) {
			return true;
		}
		this.logins.signOut(request, response);
		SeeOther.to("/login?error=session-ended", response);
		return false;
	}

}
