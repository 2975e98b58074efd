package dev.vestibule.federation;

import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links an identity to the account that a browser is signed in to, if the linking table
 * says so, and tells the mailbox.
 */
@Service
public class IdentityLinks {

	private final Linking linking;

	private final Providers providers;

	private final Accounts accounts;

	private final EmailVerification verification;

	IdentityLinks(Linking linking, Providers providers, Accounts accounts, EmailVerification verification) {
		this.linking = linking;
		this.providers = providers;
		this.accounts = accounts;
		this.verification = verification;
	}

	/**
	 * Asks the linking table and does what it says.
	 * @param account as it was when its owner signed in
	 * @return what it said
	 */
	@Transactional
	public Step link(Account account, FederatedUser user, Asker asker) {
		if (!this.providers.isOn(user.identity().provider())) {
			return Step.REFUSED_SHUT;
		}
		Step step = this.linking.decideFor(account, user).step();
		if (step != Step.LINK) {
			return step;
		}
		if (!this.accounts.link(account, user.identity(), user.email(), user.emailTrusted())) {
			return Step.REFUSED_SHUT;
		}
		this.verification.notice(account, "identity-linked", Map.of("providerName", user.providerName()), asker);
		return step;
	}

}
