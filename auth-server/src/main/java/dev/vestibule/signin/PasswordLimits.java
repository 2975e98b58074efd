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

	private final Limit ofDevice;

	PasswordLimits(SignInProperties properties) {
		Rate atATime = new Rate(properties.passwordAttempts(), Duration.ofMinutes(15));
		Rate consecutive = new Rate(properties.consecutiveFailures(), properties.forgetting());
		this.perSource = new Limit("passwords", atATime);
		this.inARow = new Limit("passwords.row", consecutive);
		this.ofDevice = new Limit("passwords.device", atATime, consecutive);
	}

	/**
	 * What an attempt takes, and a right password gives back.
	 * @param knownDevice the device, if the address's account is known to use it
	 */
	Count[] of(EmailAddress email, Source source, @Nullable String knownDevice) {
		String address = email.value();
		if (knownDevice != null) {
			return new Count[] { this.ofDevice.of(address, knownDevice) };
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
