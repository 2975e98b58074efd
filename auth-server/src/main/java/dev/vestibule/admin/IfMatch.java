package dev.vestibule.admin;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * The version that a change is meant for (RFC 9110, section 13.1.1), so that nobody
 * undoes what another has changed meanwhile without having seen it. It is compared behind
 * the lock under which the change is made.
 */
public record IfMatch(@Nullable String header) {

	private static final String ANY = "*";

	/**
	 * For what puts a new state in the place of one that was read: the header is needed
	 * (RFC 6585, section 3), and {@code *} means whatever is there.
	 */
	public static IfMatch required(@Nullable String header) {
		if (header == null || header.isBlank()) {
			throw new ProblemException(HttpStatus.PRECONDITION_REQUIRED,
					"This needs a header If-Match with the ETag of what you have read, so that nobody else's change is lost; or * for whatever is there.");
		}
		return new IfMatch(header);
	}

	/**
	 * For what means the same whatever is there: the header counts if it is sent.
	 */
	public static IfMatch optional(@Nullable String header) {
		return new IfMatch(header);
	}

	/**
	 * Ends the request unless this is the version that was meant.
	 * @param shown the thing as it is shown now
	 */
	public void check(Map<String, ? extends @Nullable Object> shown) {
		if (this.header == null) {
			return;
		}
		String tag = EntityTag.of(shown);
		if (Stream.of(this.header.split(",")).map(String::strip).noneMatch(List.of(ANY, tag)::contains)) {
			throw new ProblemException(new Problem(HttpStatus.PRECONDITION_FAILED,
					"It was changed meanwhile, and is left as it is: current tells what it is now, and the header ETag its version.",
					List.of(), shown));
		}
	}

}
