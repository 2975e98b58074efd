package dev.vestibule.selfservice;

import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.Credentials;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sets the password of the person who is signed in, and tells the mailbox in the same
 * transaction.
 */
@Service
class OwnPassword {

	private final Credentials credentials;

	private final EmailVerification verification;

	OwnPassword(Credentials credentials, EmailVerification verification) {
		this.credentials = credentials;
		this.verification = verification;
	}

	/**
	 * From here on every session and token from before is dead.
	 * @return how this person goes on, or empty if the issuing gate has shut meanwhile
	 */
	@Transactional
	Optional<AccountPrincipal> change(AccountPrincipal person, String passwordHash, Asker asker) {
		Optional<Account> changed = this.credentials.changePassword(person, passwordHash);
		changed.ifPresent((account) -> this.verification.notice(account, "password-changed", Map.of(), asker));
		return changed.map((account) -> new AccountPrincipal(account.id(), account.credentialEpoch(),
				person.authenticatedAt(), person.sessionId(), person.methods()));
	}

}
