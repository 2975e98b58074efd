package dev.vestibule.account;

import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Component;

/**
 * The one question that every path asks before it mints a code, a token or a session: is
 * this account enabled, with no proof due, and its credentials unchanged since the
 * sign-in that is relied on? It reads the account anew each time.
 */
@Component
public class IssuingGate {

	private final Accounts accounts;

	IssuingGate(Accounts accounts) {
		this.accounts = accounts;
	}

	public Ruling ask(AccountPrincipal principal) {
		return ask(principal.accountId(), principal.credentialEpoch());
	}

	/**
	 * Rules on what was granted to the account under the credential epoch.
	 */
	public Ruling ask(UUID accountId, int credentialEpoch) {
		return rule(this.accounts.find(accountId), credentialEpoch);
	}

	/**
	 * The same question in SQL, for a statement that asks it while it reads or writes
	 * something of the account's: whether the gate is open.
	 * @param account the alias of the table {@code account}
	 * @param credentialEpoch an expression
	 */
	public static String isOpen(String account, String credentialEpoch) {
		return "(%1$s.enabled AND %1$s.proof_due_at IS NULL AND %1$s.credential_epoch = %2$s)".formatted(account,
				credentialEpoch);
	}

	/**
	 * The account, if the gate is open to it.
	 */
	public Optional<Account> admit(UUID accountId, int credentialEpoch) {
		Optional<Account> account = this.accounts.find(accountId);
		return (rule(account, credentialEpoch) == Ruling.OPEN) ? account : Optional.empty();
	}

	private static Ruling rule(Optional<Account> found, int credentialEpoch) {
		if (found.isEmpty()) {
			return Ruling.NO_ACCOUNT;
		}
		Account account = found.get();
		if (!account.enabled()) {
			return Ruling.DISABLED;
		}
		if (account.credentialEpoch() != credentialEpoch) {
			return Ruling.CREDENTIALS_CHANGED;
		}
		return (account.proofDueAt() != null) ? Ruling.PROOF_DUE : Ruling.OPEN;
	}

	/**
	 * What the gate says.
	 */
	public enum Ruling {

		OPEN, NO_ACCOUNT, DISABLED, CREDENTIALS_CHANGED, PROOF_DUE

	}

}
