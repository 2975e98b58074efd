package dev.vestibule.signin;

import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.federation.Linking;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links what a browser was waiting to link, if the linking table still says so, and tells
 * the mailbox.
 */
@Service
class IdentityLinks {

	private final Linking linking;

	private final Accounts accounts;

	private final EmailVerification verification;

	IdentityLinks(Linking linking, Accounts accounts, EmailVerification verification) {
		this.linking = linking;
		this.accounts = accounts;
		this.verification = verification;
	}

	@Transactional
	void link(Account account, PendingLink link, Asker asker) {
		FederatedUser user = link.user();
		if (this.linking.decideFor(account, user).step() == Step.LINK
				&& this.accounts.link(account, user.identity(), user.email(), user.emailTrusted())) {
			this.verification.notice(account, "identity-linked", Map.of("providerName", link.providerName()), asker);
		}
	}

}
