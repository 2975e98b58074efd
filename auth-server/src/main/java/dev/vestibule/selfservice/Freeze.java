package dev.vestibule.selfservice;

import java.time.Instant;
import java.util.Locale;

import dev.vestibule.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * After a recovery the address and the ways to sign in stay as they are for a while.
 */
final class Freeze {

	private Freeze() {
	}

	static boolean isOn(Account account) {
		Instant until = account.frozenUntil();
		return until != null && until.isAfter(Instant.now());
	}

	/**
	 * Until when, for people to read; null if nothing is frozen.
	 */
	static @Nullable String until(Account account, Locale locale) {
		Instant until = account.frozenUntil();
		return (until != null && until.isAfter(Instant.now())) ? Moments.time(until, locale) : null;
	}

}
