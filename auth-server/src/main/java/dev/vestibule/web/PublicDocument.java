package dev.vestibule.web;

import java.time.Duration;
import java.util.function.Supplier;

import org.springframework.util.DigestUtils;

/**
 * A JSON document that is the same for everybody, and that pages of any origin may read.
 *
 * @param path where it is
 * @param content what it says now; asked for at each request, so it is to be ready
 */
public record PublicDocument(String path, Supplier<Content> content) {

	/** How long others keep what they have read. */
	public static final Duration CACHED = Duration.ofMinutes(5);

	/**
	 * What a document says, with the tag by which others ask whether it still does (RFC
	 * 9110, section 8.8.3).
	 */
	public static final class Content {

		private final byte[] json;

		private final String etag;

		public Content(byte[] json) {
			this.json = json.clone();
			this.etag = '"' + DigestUtils.md5DigestAsHex(json) + '"';
		}

		byte[] json() {
			return this.json;
		}

		String etag() {
			return this.etag;
		}

	}

}
