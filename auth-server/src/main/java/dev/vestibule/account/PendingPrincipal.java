package dev.vestibule.account;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The browser of a person who has yet to prove an address; it is no account.
 *
 * @param challengeId the challenge that this browser asked for
 * @param methods how the person signed in already, if a proof is due from an account
 */
public record PendingPrincipal(UUID challengeId, List<String> methods) implements AuthenticatedPrincipal, Serializable {

	private static final long serialVersionUID = 1L;

	@Override
	public String getName() {
		return "pending:" + this.challengeId;
	}

}
