package dev.vestibule.authorization;

import java.util.function.Supplier;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets only an account pass, only if the issuing gate is open to it now, and only if its
 * sign-in is as fresh as the client demands.
 */
@Component
class GateRule implements AuthorizationManager<RequestAuthorizationContext> {

	private final IssuingGate gate;

	GateRule(IssuingGate gate) {
		this.gate = gate;
	}

	@Override
	public Verdict authorize(Supplier<? extends @Nullable Authentication> person, RequestAuthorizationContext context) {
		Authentication authentication = person.get();
		if (authentication == null || !(authentication.getPrincipal() instanceof AccountPrincipal principal)
				|| this.gate.ask(principal) != Ruling.OPEN) {
			return Verdict.REFUSED;
		}
		return demandsSignIn(context.getRequest(), principal) ? Verdict.SIGN_IN_AGAIN : Verdict.ADMITTED;
	}

	private static boolean demandsSignIn(HttpServletRequest request, AccountPrincipal principal) {
		OAuth2AuthorizationCodeRequestAuthenticationToken asked = AuthorizationPrompt.validatedRequest(request);
		return asked != null && AuthorizationPrompt.of(asked.getAdditionalParameters()).demandsSignIn(principal);
	}

	/**
	 * Whether a person passes, and if not, why.
	 */
	static final class Verdict extends AuthorizationDecision {

		static final Verdict ADMITTED = new Verdict(true);

		static final Verdict REFUSED = new Verdict(false);

		/** The account is in order, but the client wants to see it sign in. */
		static final Verdict SIGN_IN_AGAIN = new Verdict(false);

		private static final long serialVersionUID = 1L;

		private Verdict(boolean granted) {
			super(granted);
		}

	}

}
