package dev.vestibule.account;

import java.io.Serializable;
import java.util.UUID;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The browser of a person who has yet to prove an address; it is no account.
 *
 * @param challengeId the challenge that this browser asked for
 */
public record PendingPrincipal(UUID challengeId) implements AuthenticatedPrincipal, Serializable {

	private static final long serialVersionUID = 1L;

	@Override
	public String getName() {
		return "pending:" + this.challengeId;
	}

}
