package dev.vestibule.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * What a password must be: 15 to 256 code points, at most 1,024 bytes, and not a common
 * one (NIST SP 800-63B-4, section 3.1.1). No rules of composition, and nothing is cut
 * off.
 */
@Component
public class PasswordPolicy {

	/** The fewest code points. */
	public static final int MIN_LENGTH = 15;

	/** The most code points. */
	public static final int MAX_LENGTH = 256;

	private static final int MAX_BYTES = 1024;

	private final Set<String> common = load();

	/**
	 * Why a password is refused, before any time is spent on hashing it; empty if it is
	 * fine.
	 */
	public Optional<Flaw> check(String password) {
		if (!fits(password)) {
			return Optional.of(Flaw.TOO_LONG);
		}
		if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
			return Optional.of(Flaw.TOO_SHORT);
		}
		boolean oneCharacter = password.codePoints().distinct().count() == 1;
		if (oneCharacter || this.common.contains(password.toLowerCase(Locale.ROOT))) {
			return Optional.of(Flaw.COMMON);
		}
		return Optional.empty();
	}

	/**
	 * Whether a password is short enough to be hashed at all.
	 */
	public static boolean fits(String password) {
		return password.length() <= MAX_BYTES && password.codePointCount(0, password.length()) <= MAX_LENGTH
				&& password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
	}

	private static Set<String> load() {
		ClassPathResource list = new ClassPathResource("common-passwords.txt", PasswordPolicy.class);
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(list.getInputStream(), StandardCharsets.UTF_8))) {
			return lines.lines().collect(Collectors.toUnmodifiableSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is wrong with a password.
	 */
	public enum Flaw {

		TOO_SHORT, TOO_LONG, COMMON

	}

}
