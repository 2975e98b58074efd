package dev.vestibule.account;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Hashes passwords at hardly any cost, so that thousands of people can sign up and in;
 * but as in production while a test is about the time that it takes.
 */
public class TestHashing extends PasswordHashing {

	private static volatile boolean costly;

	private final PasswordHashing real = new PasswordHashing();

	public TestHashing() {
		super(new Argon2PasswordEncoder(16, 32, 1, 64, 1));
	}

	/**
	 * Whether it costs from now on what it does in production.
	 */
	public static void costs(boolean asInProduction) {
		costly = asInProduction;
	}

	@Override
	public String hash(String password) {
		return costly ? this.real.hash(password) : super.hash(password);
	}

	@Override
	public boolean matches(String password, @Nullable String hash) {
		return costly ? this.real.matches(password, hash) : super.matches(password, hash);
	}

}
