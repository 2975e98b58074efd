package dev.vestibule.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

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

	private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

	private final SigningKeys keys;

	JwksEndpoint(SigningKeys keys) {
		this.keys = keys;
	}

	@GetMapping(PATH)
	ResponseEntity<byte[]> keySet() {
		byte[] body = this.keys.jwkSet().toString().getBytes(StandardCharsets.UTF_8);
		return ResponseEntity.ok()
			.cacheControl(CACHING)
			.eTag(digest(body))
			.contentType(MediaType.APPLICATION_JSON)
			.body(body);
	}

	private static String digest(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is in every Java platform", ex);
		}
	}

}
