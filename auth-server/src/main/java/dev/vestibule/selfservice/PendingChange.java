package dev.vestibule.selfservice;

import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.verification.Proof;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The change of address that this browser has asked for. It ends with the sign-in under
 * which that was done.
 */
@Component
class PendingChange {

	private static final String CHALLENGE = PendingChange.class.getName();

	void begin(UUID challengeId, HttpServletRequest request) {
		request.getSession().setAttribute(CHALLENGE, challengeId);
	}

	void end(HttpServletRequest request) {
		request.getSession().removeAttribute(CHALLENGE);
	}

	Optional<UUID> challenge(HttpServletRequest request) {
		return Optional.ofNullable(request.getSession(false))
			.map((session) -> session.getAttribute(CHALLENGE))
			.map(UUID.class::cast);
	}

	/**
	 * Whether a proof is what this browser asked for, and is signed in to the account
	 * that it is about.
	 */
	boolean isProvedBy(Proof proof, @Nullable Object principal, HttpServletRequest request) {
		return principal instanceof AccountPrincipal person && person.accountId().equals(proof.accountId())
				&& person.credentialEpoch() == proof.credentialEpoch()
				&& challenge(request).filter(proof.challengeId()::equals).isPresent();
	}

}
