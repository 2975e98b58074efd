package dev.vestibule.transport;

import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import dev.vestibule.transport.Refusal.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Google's answers mean for a letter: the token endpoint's errors (RFC 6749, section
 * 5.2) and those of Gmail's API.
 *
 * @see <a href="https://developers.google.com/workspace/gmail/api/guides/handle-errors">
 * Gmail's errors</a>
 */
final class GoogleRefusals {

	private static final Logger logger = LoggerFactory.getLogger(GoogleRefusals.class);

	/** Where Google does not say how long: a quota is counted by the minute at least. */
	private static final Duration QUOTA = Duration.ofMinutes(1);

	private static final Duration OUT_OF_ORDER = Duration.ofSeconds(15);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final Set<String> QUOTAS = Set.of("rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded",
			"quotaExceeded");

	/** Gmail says it in words where it does not say it in the header. */
	private static final Pattern RETRY_AFTER = Pattern
		.compile("Retry after (\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z)");

	private GoogleRefusals() {
	}

	static Refusal of(Throwable failure) {
		HttpResponseException response = find(HttpResponseException.class, failure);
		if (response == null) {
			return new Refusal(Kind.UNREACHABLE, silence(failure), OUT_OF_ORDER);
		}
		JsonNode body = body(response);
		boolean token = find(Retryable.class, failure) != null;
		Refusal refusal = token ? ofToken(response, body) : ofApi(response, body);
		logger.info("Google's {} answered {}: {}", token ? "token endpoint" : "Gmail API", response.getStatusCode(),
				Refusal.clean(said(body)));
		return refusal;
	}

	private static Refusal ofToken(HttpResponseException response, JsonNode body) {
		String error = body.path("error").asString("");
		if (isPassing(response.getStatusCode()) || error.isEmpty()) {
			return new Refusal(Kind.UNREACHABLE, "Google gives no access at present",
					pause(response, "", OUT_OF_ORDER));
		}
		return new Refusal(Kind.UNAUTHORIZED, Refusal.clean("Google refuses access: " + error));
	}

	/**
	 * Of an API's error the library keeps what is within.
	 */
	private static Refusal ofApi(HttpResponseException response, JsonNode error) {
		int status = response.getStatusCode();
		String reason = error.path("errors").path(0).path("reason").asString("");
		String message = error.path("message").asString("");
		if (status == 429 || QUOTAS.contains(reason)) {
			return new Refusal(Kind.UNREACHABLE, "Gmail takes no more mail for now", pause(response, message, QUOTA));
		}
		if (isPassing(status) || !error.has("code")) {
			return new Refusal(Kind.UNREACHABLE, "Gmail takes no mail at present", pause(response, "", OUT_OF_ORDER));
		}
		if (status == 413 || status == 400 && !"failedPrecondition".equals(reason)) {
			return new Refusal(Kind.PERMANENT, Refusal.clean("Gmail refused: " + status + " " + message));
		}
		return new Refusal(Kind.UNAUTHORIZED, Refusal.clean("Gmail refuses access: " + reason));
	}

	private static boolean isPassing(int status) {
		return status >= 500 || status == 429 || status == 408;
	}

	private static Duration pause(HttpResponseException response, String message, Duration otherwise) {
		Duration said = said(response.getHeaders().getRetryAfter());
		if (said == null) {
			Matcher time = RETRY_AFTER.matcher(message);
			said = time.find() ? Duration.between(Instant.now(), Instant.parse(time.group(1))) : otherwise;
		}
		if (said.compareTo(LONGEST) > 0) {
			return LONGEST;
		}
		return said.isNegative() ? Duration.ZERO : said;
	}

	/**
	 * Seconds or a date (RFC 9110, section 10.2.3).
	 */
	private static @Nullable Duration said(@Nullable String retryAfter) {
		if (retryAfter == null) {
			return null;
		}
		if (retryAfter.matches("\\d{1,9}")) {
			return Duration.ofSeconds(Long.parseLong(retryAfter));
		}
		try {
			return Duration.between(Instant.now(),
					ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static String silence(Throwable failure) {
		logger.info("No word from Google: {}", Refusal.clean(failure.toString()));
		if (find(HttpTimeoutException.class, failure) != null) {
			return "Google did not answer in time";
		}
		if (find(SSLException.class, failure) != null) {
			return "there is no trusted TLS connection to Google";
		}
		return "there is no proper answer from Google";
	}

	private static String said(JsonNode body) {
		return body.has("error") ? body.path("error").asString("") + " " + body.path("error_description").asString("")
				: body.path("message").asString("no proper error");
	}

	private static JsonNode body(HttpResponseException response) {
		JsonMapper json = JsonMapper.shared();
		try {
			return json.readTree((response.getContent() != null) ? response.getContent() : "");
		}
		catch (JacksonException ex) {
			return json.missingNode();
		}
	}

	private static <T> @Nullable T find(Class<T> type, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

}
