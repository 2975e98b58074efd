package dev.vestibule.selfservice;

import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes a way in from a person's own account, and tells the mailbox.
 */
@Service
class Unlinking {

	private final Accounts accounts;

	private final Providers providers;

	private final EmailVerification verification;

	Unlinking(Accounts accounts, Providers providers, EmailVerification verification) {
		this.accounts = accounts;
		this.providers = providers;
		this.verification = verification;
	}

	/**
	 * Takes an identity from the account.
	 * @return false if it is the last way in, or cannot be taken any more
	 */
	@Transactional
	boolean unlink(Account account, FederatedIdentity identity, Asker asker) {
		boolean unlinked = this.accounts.unlink(account, identity);
		if (unlinked) {
			this.verification.notice(account, "identity-unlinked",
					Map.of("providerName", this.providers.nameOf(identity.provider())), asker);
		}
		return unlinked;
	}

}
