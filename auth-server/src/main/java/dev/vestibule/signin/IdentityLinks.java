package dev.vestibule.signin;

import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links what a browser was waiting to link, and tells the mailbox.
 */
@Service
class IdentityLinks {

	private final Accounts accounts;

	private final EmailVerification verification;

	IdentityLinks(Accounts accounts, EmailVerification verification) {
		this.accounts = accounts;
		this.verification = verification;
	}

	@Transactional
	void link(Account account, PendingLink link, Asker asker) {
		EmailAddress providerEmail = (link.providerEmail() != null) ? new EmailAddress(link.providerEmail()) : null;
		if (this.accounts.link(account, link.identity(), providerEmail, link.emailTrusted())) {
			this.verification.notice(account, "identity-linked", Map.of("providerName", link.providerName()), asker);
		}
	}

}
