package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Accounts.WithPassword;
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
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Finds the account of an address and a password, with the same work whether there is one
 * or not. Attempts are counted before anything is compared.
 */
@Service
class PasswordSignIn {

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
	 * The right password of an account, whatever its state; empty if the credentials are
	 * wrong.
	 * @throws LimitExceededException if there were too many; nothing was compared
	 * @throws TooBusyException if too many are being checked
	 */
	Optional<RightPassword> check(String username, String password, HttpServletRequest request) {
		Optional<EmailAddress> email = EmailAddress.parse(username);
		if (email.isEmpty() || !PasswordPolicy.fits(password)) {
			return Optional.empty();
		}
		Count[] attempt = this.attempts.of(email.get(), Source.of(request.getRemoteAddr()),
				this.devices.of(email.get(), request).orElse(null));
		this.limits.take(attempt);
		Optional<WithPassword> found = this.accounts.findWithPassword(email.get());
		Optional<Account> account = found.map(WithPassword::account);
		if (!matches(password, found.map(WithPassword::passwordHash).orElse(null), attempt)) {
			this.audit
				.record(AuditEvent.refused("sign-in", "credentials").account(account.map(Account::id).orElse(null)));
			return Optional.empty();
		}
		return account.map((owner) -> new RightPassword(owner, attempt));
	}

	private boolean matches(String password, @Nullable String hash, Count[] attempt) {
		try {
			return this.hashing.matches(password, hash);
		}
		catch (TooBusyException ex) {
			this.limits.giveBack(attempt);
			throw ex;
		}
	}

	/**
	 * Clears, in the caller's transaction, what the attempts at the password have used
	 * up.
	 */
	Account accept(RightPassword right) {
		this.limits.clear(right.attempt());
		return right.account();
	}

	/**
	 * Whose password it is, and what the attempt was counted on.
	 */
	record RightPassword(Account account, Count[] attempt) {

	}

}
