package dev.vestibule.signin;

import java.util.UUID;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.account.PersonName;
import dev.vestibule.federation.FederatedUser;
import org.jspecify.annotations.Nullable;

/**
 * What a proof of the address will turn into an account: it has a password, or else an
 * identity at a provider.
 */
record PendingSignUp(UUID challengeId, EmailAddress email, String name, @Nullable String passwordHash,
		@Nullable FederatedIdentity identity) {

	static PendingSignUp of(UUID challengeId, FederatedUser user, EmailAddress email) {
		return new PendingSignUp(challengeId, email, PersonName.orElse(user.name(), email), null, user.identity());
	}

}
