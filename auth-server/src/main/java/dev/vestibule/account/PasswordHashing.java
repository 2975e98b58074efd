package dev.vestibule.account;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id with 19 MiB, two passes and one lane (OWASP's first choice). Only twice as
 * many hashes as there are processors run at once, since each takes its memory; 64 more
 * wait, and beyond them callers are turned away.
 */
@Component
public class PasswordHashing {

	private static final int WAITING = 64;

	private final PasswordEncoder argon2;

	private final Semaphore running;

	private final Semaphore admitted;

	private final String decoy;

	PasswordHashing() {
		this(new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2));
	}

	/**
	 * Hashes at another cost.
	 */
	PasswordHashing(PasswordEncoder argon2) {
		this.argon2 = argon2;
		int parallel = Runtime.getRuntime().availableProcessors() * 2;
		this.running = new Semaphore(parallel, true);
		this.admitted = new Semaphore(parallel + WAITING);
		this.decoy = encode("no account has this password");
	}

	/**
	 * Hashes a password that {@link PasswordPolicy} accepted.
	 * @throws TooBusyException if too many hashes are waiting
	 */
	public String hash(String password) {
		return guarded(() -> encode(password));
	}

	/**
	 * Compares a password with a hash, in the same time whether there is one or not.
	 * @throws TooBusyException if too many hashes are waiting
	 */
	public boolean matches(String password, @Nullable String hash) {
		return guarded(() -> this.argon2.matches(password, (hash != null) ? hash : this.decoy)) && hash != null;
	}

	private String encode(String password) {
		String hash = this.argon2.encode(password);
		if (hash == null) {
			throw new IllegalStateException("a password that is not null has a hash");
		}
		return hash;
	}

	private <T> T guarded(Supplier<T> work) {
		if (!this.admitted.tryAcquire()) {
			throw new TooBusyException();
		}
		try {
			this.running.acquireUninterruptibly();
			try {
				return work.get();
			}
			finally {
				this.running.release();
			}
		}
		finally {
			this.admitted.release();
		}
	}

	/**
	 * Too many passwords are being hashed; the caller may come back in a few seconds.
	 */
	public static class TooBusyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooBusyException() {
			super("too many passwords are being hashed");
		}

	}

}
