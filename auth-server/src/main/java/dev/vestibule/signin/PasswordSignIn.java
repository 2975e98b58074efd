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
import dev.vestibule.verification.Source;

import org.springframework.stereotype.Service;

/**
 * Finds the account of an address and a password, with the same work whether there is one
 * or not. Attempts are counted before anything is compared: per address and source, and
 * per address, whether it has an account or not.
 */
@Service
class PasswordSignIn {

	private static final Duration WINDOW = Duration.ofMinutes(15);

	private static final Duration DAY = Duration.ofDays(1);

	private static final String BY_SOURCE = "passwords";

	private static final String BY_ANYBODY = "passwords-day";

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
	 * @throws TooManyAttemptsException if there were too many
	 * @throws PasswordHashing.TooBusyException if too many are being checked
	 */
	Optional<Account> check(String username, String password, Source source) {
		Optional<EmailAddress> email = EmailAddress.parse(username);
		if (email.isEmpty() || !PasswordPolicy.fits(password)) {
			return Optional.empty();
		}
		String address = email.get().value();
		String both = address + " " + source.network();
		take(BY_SOURCE, both, this.properties.passwordAttempts(), WINDOW);
		take(BY_ANYBODY, address, this.properties.passwordAttemptsPerDay(), DAY);
		Optional<Account> account = this.accounts.findByEmail(email.get());
		UUID id = account.map(Account::id).orElse(NOBODY);
		if (!this.hashing.matches(password, this.accounts.passwordHash(id))) {
			this.audit
				.record(AuditEvent.refused("sign-in", "credentials").account(account.map(Account::id).orElse(null)));
			return Optional.empty();
		}
		this.budgets.clear(BY_SOURCE, both);
		this.budgets.clear(BY_ANYBODY, address);
		return account;
	}

	private void take(String name, String key, int limit, Duration window) {
		if (!this.budgets.take(name, key, limit, window)) {
			throw new TooManyAttemptsException(window);
		}
	}

	/**
	 * The budget of attempts is used up.
	 */
	static class TooManyAttemptsException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final Duration wait;

		TooManyAttemptsException(Duration wait) {
			this.wait = wait;
		}

		/**
		 * How long it takes at most until there may be others.
		 */
		Duration retryAfter() {
			return this.wait;
		}

	}

}
