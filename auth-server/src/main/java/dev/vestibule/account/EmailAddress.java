package dev.vestibule.account;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An e-mail address in the one form under which it is stored and compared: an ASCII
 * dot-atom in lower case (RFC 5321, section 4.1.2), and a domain of at least two labels
 * in its ASCII form (RFC 5890). Dots and plus-tags are kept, since to other mail systems
 * they are other people.
 *
 * @param value {@code local@domain}, at most 254 characters
 */
public record EmailAddress(String value) {

	private static final Pattern LOCAL_PART = Pattern
		.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

	// Letters, their marks, and digits: nothing invisible, nothing that merely resembles
	// a dot or an at sign.
	private static final Pattern DOMAIN = Pattern
		.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]*)(\\.[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}-]*)+");

	private static final int MAX_LOCAL_PART = 64;

	private static final int MAX_LENGTH = 254;

	/**
	 * Reads what a person typed or a provider sent.
	 * @return the address, or empty if it is none that mail can be sent to
	 */
	public static Optional<EmailAddress> parse(String input) {
		String text = input.strip();
		int at = text.indexOf('@');
		if (at < 1 || text.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		String local = text.substring(0, at);
		String domain = text.substring(at + 1);
		if (local.length() > MAX_LOCAL_PART || !LOCAL_PART.matcher(local).matches() || !DOMAIN.matcher(domain).matches()
				|| !Normalizer.isNormalized(domain, Normalizer.Form.NFKC)) {
			return Optional.empty();
		}
		return toAscii(domain).map((ascii) -> local.toLowerCase(Locale.ROOT) + "@" + ascii)
			.filter((value) -> value.length() <= MAX_LENGTH)
			.map(EmailAddress::new);
	}

	// Java's IDN is IDNA2003, which turns some letters into others,
	// and so the domain into somebody else's.
	private static Optional<String> toAscii(String domain) {
		try {
			String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
			String lowerCase = domain.toLowerCase(Locale.ROOT);
			return Optional.of(ascii).filter((value) -> unicode(value).equals(unicode(lowerCase)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static String unicode(String domain) {
		return Arrays.stream(domain.split("\\."))
			.map((label) -> label.startsWith("xn--") ? IDN.toUnicode(label) : label)
			.collect(Collectors.joining("."));
	}

	/**
	 * The part behind the at sign, in ASCII.
	 */
	public String domain() {
		return this.value.substring(this.value.indexOf('@') + 1);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
