package dev.vestibule.signin;

import java.io.Serializable;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.FederatedUser;
import org.jspecify.annotations.Nullable;

/**
 * What this browser may link once it has signed in to the account: an identity whose
 * address was proved or is trusted, and is that account's. It dies with the session, and
 * when the account's credentials are recovered.
 *
 * @param email the account's address
 * @param providerEmail the address that the provider named
 * @param emailTrusted whether its word on that is as good as a proof
 */
record PendingLink(UUID accountId, int credentialEpoch, String email, FederatedIdentity identity, String providerName,
		@Nullable String providerEmail, boolean emailTrusted) implements Serializable {

	private static final long serialVersionUID = 1L;

	static PendingLink of(Account account, FederatedUser user) {
		EmailAddress providerEmail = user.email();
		return new PendingLink(account.id(), account.credentialEpoch(), account.email().value(), user.identity(),
				user.providerName(), (providerEmail != null) ? providerEmail.value() : null, user.emailTrusted());
	}

	FederatedUser user() {
		return new FederatedUser(this.identity, this.providerName,
				(this.providerEmail != null) ? new EmailAddress(this.providerEmail) : null, this.emailTrusted, null);
	}

	boolean isFor(Account account) {
		return this.accountId.equals(account.id()) && this.credentialEpoch == account.credentialEpoch();
	}

}
