package dev.vestibule.signin;

import java.util.Optional;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.PasswordHashing;
import dev.vestibule.account.PasswordHashing.TooBusyException;
import dev.vestibule.account.PasswordPolicy;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.limit.Count;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Source;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Service;

/**
 * Finds the account of an address and a password, with the same work whether there is one
 * or not. Attempts are counted before anything is compared.
 */
@Service
class PasswordSignIn {

	private static final UUID NOBODY = new UUID(0, 0);

	private final Accounts accounts;

	private final PasswordHashing hashing;

	private final PasswordLimits attempts;

	private final KnownDevices devices;

	private final Limits limits;

	private final AuditLog audit;

	PasswordSignIn(Accounts accounts, PasswordHashing hashing, PasswordLimits attempts, KnownDevices devices,
			Limits limits, AuditLog audit) {
		this.accounts = accounts;
		this.hashing = hashing;
		this.attempts = attempts;
		this.devices = devices;
		this.limits = limits;
		this.audit = audit;
	}

	/**
	 * The account, whatever its state; empty if the credentials are wrong.
	 * @throws LimitExceededException if there were too many; nothing was compared
	 * @throws TooBusyException if too many are being checked
	 */
	Optional<Account> check(String username, String password, HttpServletRequest request) {
		Optional<EmailAddress> email = EmailAddress.parse(username);
		if (email.isEmpty() || !PasswordPolicy.fits(password)) {
			return Optional.empty();
		}
		Count[] attempt = this.attempts.of(email.get(), Source.of(request.getRemoteAddr()),
				this.devices.of(email.get(), request).orElse(null));
		this.limits.take(attempt);
		Optional<Account> account = this.accounts.findByEmail(email.get());
		if (!matches(password, account, attempt)) {
			this.audit
				.record(AuditEvent.refused("sign-in", "credentials").account(account.map(Account::id).orElse(null)));
			return Optional.empty();
		}
		this.limits.clear(attempt);
		return account;
	}

	private boolean matches(String password, Optional<Account> account, Count[] attempt) {
		String hash = this.accounts.passwordHash(account.map(Account::id).orElse(NOBODY));
		try {
			return this.hashing.matches(password, hash);
		}
		catch (TooBusyException ex) {
			this.limits.giveBack(attempt);
			throw ex;
		}
	}

}
