package dev.vestibule.federation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Facebook signs with the secret of an app: base64url of the HMAC, a point,
 * and base64url of a JSON object, over whose encoded form the HMAC is.
 */
final class SignedRequests {

	/** For how long one counts; each counts once in that time. */
	static final Duration LIFE = Duration.ofDays(1);

	private static final Duration SKEW = Duration.ofMinutes(1);

	private static final int MAX_LENGTH = 4096;

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private SignedRequests() {
	}

	/**
	 * The person whom a request is about; empty if it is not the app's, not of today, or
	 * nonsense.
	 */
	static Optional<String> subject(String request, String secret, Clock clock) {
		int point = request.indexOf('.');
		if (point < 0 || request.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		String payload = request.substring(point + 1);
		try {
			byte[] signature = Base64.getUrlDecoder().decode(request.substring(0, point));
			if (!MessageDigest.isEqual(signature, FacebookPreset.hmac(secret, payload))) {
				return Optional.empty();
			}
			Map<String, Object> object = JsonMapper.shared()
				.readValue(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8), OBJECT);
			return ("HMAC-SHA256".equals(object.get("algorithm")) && isFresh(object.get("issued_at"), clock.instant()))
					? Claims.subject(object, "user_id") : Optional.empty();
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return Optional.empty();
		}
	}

	private static boolean isFresh(@Nullable Object issuedAt, Instant now) {
		if (!(issuedAt instanceof Number seconds)) {
			return false;
		}
		Instant time = Instant.ofEpochSecond(seconds.longValue());
		return time.isBefore(now.plus(SKEW)) && time.isAfter(now.minus(LIFE));
	}

}
