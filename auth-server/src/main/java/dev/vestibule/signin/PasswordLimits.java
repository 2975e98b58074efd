package dev.vestibule.signin;

import java.time.Duration;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.Count;
import dev.vestibule.limit.Limit;
import dev.vestibule.limit.Rate;
import dev.vestibule.limit.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * How many wrong passwords an address bears, whether it has an account or not: from one
 * source within a quarter of an hour, and in a row wherever they come from. A device that
 * its account is known to use is counted by itself, so that strangers do not lock the
 * owner out.
 */
@Component
class PasswordLimits {

	private final Limit perSource;

	private final Limit inARow;

	PasswordLimits(SignInProperties properties) {
		this.perSource = new Limit("passwords", new Rate(properties.passwordAttempts(), Duration.ofMinutes(15)));
		this.inARow = new Limit("passwords.row", new Rate(properties.consecutiveFailures(), properties.forgetting()));
	}

	/**
	 * What an attempt takes, and a right password gives back.
	 * @param knownDevice the device, if the address's account is known to use it
	 */
	Count[] of(EmailAddress email, Source source, @Nullable String knownDevice) {
		String address = email.value();
		if (knownDevice != null) {
			return new Count[] { this.perSource.of(address, knownDevice), this.inARow.of(address, knownDevice) };
		}
		return new Count[] { this.perSource.of(address, source.network()), inARow(email) };
	}

	/**
	 * What a new password gives back besides.
	 */
	Count inARow(EmailAddress email) {
		return this.inARow.of(email.value());
	}

}
