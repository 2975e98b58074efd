package dev.vestibule.federation;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.vestibule.account.EmailAddress;

/**
 * What a provider says about a person, by names that may lead into nested objects, such
 * as {@code kakao_account.email}.
 */
final class Claims {

	private Claims() {
	}

	static @Nullable Object get(Map<String, ?> claims, String path) {
		Object value = claims;
		for (String name : path.split("\\.")) {
			value = (value instanceof Map<?, ?> object) ? object.get(name) : null;
		}
		return value;
	}

	static Optional<String> text(Map<String, ?> claims, String path) {
		return (get(claims, path) instanceof String text && !text.isBlank()) ? Optional.of(text) : Optional.empty();
	}

	static Optional<EmailAddress> email(Map<String, ?> claims, String path) {
		return text(claims, path).flatMap(EmailAddress::parse);
	}

	/**
	 * Who it is: a text, or a whole number.
	 */
	static Optional<String> subject(Map<String, ?> claims, String path) {
		Object value = get(claims, path);
		boolean number = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
		return Optional.ofNullable((value instanceof String || number) ? value : null)
			.map(Object::toString)
			.filter((subject) -> Provider.SUBJECT.matcher(subject).matches());
	}

	/**
	 * Whether a provider whose word always counts says nothing against the address; the
	 * flag has to be a boolean, not a word that looks true.
	 */
	static boolean isNotDenied(Map<String, ?> claims, String path) {
		Object verified = get(claims, path);
		return verified == null || Boolean.TRUE.equals(verified);
	}

}
