package dev.vestibule.benchmark.floor;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares secrets as they are: the framework's default would hash them with bcrypt at
 * their first use.
 */
class PlainSecrets implements PasswordEncoder {

	@Override
	public @Nullable String encode(@Nullable CharSequence secret) {
		return (secret != null) ? secret.toString() : null;
	}

	@Override
	public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
		return secret != null && stored != null && stored.contentEquals(secret);
	}

}
