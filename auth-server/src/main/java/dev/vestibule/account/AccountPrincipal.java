package dev.vestibule.account;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * A person who is signed in to an account; its name is the subject.
 *
 * @param credentialEpoch the account's epoch at sign-in
 * @param authenticatedAt when the person signed in: {@code auth_time}
 * @param sessionId the session's public name, {@code sid}; 256 random bits that are not
 * the cookie's
 * @param methods how: {@code amr} values (RFC 8176), or {@code fed} for a provider's
 * word, which no RFC names
 */
public record AccountPrincipal(UUID accountId, int credentialEpoch, Instant authenticatedAt, String sessionId,
		List<String> methods) implements AuthenticatedPrincipal, Serializable {

	private static final long serialVersionUID = 1L;

	@Override
	public String getName() {
		return this.accountId.toString();
	}

}
