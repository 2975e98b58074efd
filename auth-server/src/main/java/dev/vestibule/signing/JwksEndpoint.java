package dev.vestibule.signing;

import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Publishes the public keys (RFC 7517, section 5), to be kept for five minutes; it asks
 * no database.
 */
@RestController
class JwksEndpoint {

	static final String PATH = "/oauth2/jwks";

	/** How long others keep what is published. */
	static final Duration CACHED = Duration.ofMinutes(5);

	private static final CacheControl CACHING = CacheControl.maxAge(CACHED).cachePublic();

	private final PublishedKeys keys;

	JwksEndpoint(PublishedKeys keys) {
		this.keys = keys;
	}

	@GetMapping(PATH)
	ResponseEntity<byte[]> keySet() {
		KeySet set = this.keys.last();
		return ResponseEntity.ok()
			.cacheControl(CACHING)
			.eTag(set.etag())
			.contentType(MediaType.APPLICATION_JSON)
			.body(set.json());
	}

}
