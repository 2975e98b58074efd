package dev.vestibule.authorization;

import java.util.function.Supplier;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets only an account pass, and only if the issuing gate is open to it now.
 */
@Component
class GateRule implements AuthorizationManager<RequestAuthorizationContext> {

	private final IssuingGate gate;

	GateRule(IssuingGate gate) {
		this.gate = gate;
	}

	@Override
	public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> person,
			RequestAuthorizationContext context) {
		Authentication authentication = person.get();
		return new AuthorizationDecision(
				authentication != null && authentication.getPrincipal() instanceof AccountPrincipal principal
						&& this.gate.ask(principal) == Ruling.OPEN);
	}

}
