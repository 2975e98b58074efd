package dev.vestibule.signin;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.account.PasswordPolicy;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.verification.Budgets;

import org.springframework.stereotype.Service;

/**
 * Finds the account of an address and a password, with the same work whether there is one
 * or not. Attempts are counted per address and source before anything is compared.
 */
@Service
class PasswordSignIn {

	static final Duration WINDOW = Duration.ofMinutes(15);

	private static final String BUDGET = "passwords";

	private static final UUID NOBODY = new UUID(0, 0);

	private final Accounts accounts;

	private final PasswordHashing hashing;

	private final Budgets budgets;

	private final AuditLog audit;

	private final SignInProperties properties;

	PasswordSignIn(Accounts accounts, PasswordHashing hashing, Budgets budgets, AuditLog audit,
			SignInProperties properties) {
		this.accounts = accounts;
		this.hashing = hashing;
		this.budgets = budgets;
		this.audit = audit;
		this.properties = properties;
	}

	/**
	 * The account, whatever its state; empty if the credentials are wrong.
	 * @throws TooManyAttemptsException if there were too many from this source
	 * @throws PasswordHashing.TooBusyException if too many are being checked
	 */
	Optional<Account> check(String username, String password, String source) {
		Optional<EmailAddress> email = EmailAddress.parse(username);
		if (email.isEmpty() || !PasswordPolicy.fits(password)) {
			return Optional.empty();
		}
		String key = email.get() + " " + source;
		if (!this.budgets.take(BUDGET, key, this.properties.passwordAttempts(), WINDOW)) {
			throw new TooManyAttemptsException();
		}
		Optional<Account> account = this.accounts.findByEmail(email.get());
		UUID id = account.map(Account::id).orElse(NOBODY);
		if (!this.hashing.matches(password, this.accounts.passwordHash(id))) {
			this.audit
				.record(AuditEvent.refused("sign-in", "credentials").account(account.map(Account::id).orElse(null)));
			return Optional.empty();
		}
		this.budgets.clear(BUDGET, key);
		return account;
	}

	/**
	 * The budget of attempts is used up.
	 */
	static class TooManyAttemptsException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
