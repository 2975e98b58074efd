package dev.vestibule.selfservice;

import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.session.Logins;
import dev.vestibule.session.SavedRequests;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets nobody pass but a person who is signed in to an account to which the issuing gate
 * is open; the pages get it as the request's attribute {@code account}.
 */
@Component
public class SignedIn implements HandlerInterceptor {

	public static final String ACCOUNT = "account";

	private final IssuingGate gate;

	private final Logins logins;

	private final SavedRequests savedRequests;

	SignedIn(IssuingGate gate, Logins logins, SavedRequests savedRequests) {
		this.gate = gate;
		this.logins = logins;
		this.savedRequests = savedRequests;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		Object principal = principal();
		if (principal instanceof AccountPrincipal person) {
			Optional<Account> account = this.gate.admit(person.accountId(), person.credentialEpoch());
			if (account.isPresent()) {
				request.setAttribute(ACCOUNT, account.get());
				return true;
			}
			this.logins.signOut(request, response);
		}
		this.savedRequests.saveRequest(request, response);
		SeeOther.to(entrance(principal), response);
		return false;
	}

	private static String entrance(@Nullable Object principal) {
		if (principal instanceof PendingPrincipal) {
			return "/verify";
		}
		return (principal instanceof AccountPrincipal) ? "/login?error=session-ended" : "/login";
	}

	private static @Nullable Object principal() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getPrincipal() : null;
	}

}
