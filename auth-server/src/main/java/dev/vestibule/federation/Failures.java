package dev.vestibule.federation;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tells from an exception what went wrong at a provider.
 */
final class Failures {

	private static final Set<String> OUT_OF_ORDER = Set.of("server_error", "temporarily_unavailable");

	/** The first is OAuth's, the second Apple's. */
	private static final Set<String> CANCELLED = Set.of("access_denied", "user_cancelled_authorize");

	private Failures() {
	}

	static FederatedFailure classify(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			FederatedFailure failure = classifyAlone(cause);
			if (failure != null) {
				return failure;
			}
		}
		return FederatedFailure.FAILED;
	}

	private static @Nullable FederatedFailure classifyAlone(Throwable ex) {
		if (ex instanceof ProviderException provider) {
			return provider.failure();
		}
		if (ex instanceof JwtException) {
			// Bad is the token; otherwise the keys could not be had.
			return (ex instanceof BadJwtException) ? FederatedFailure.FAILED : FederatedFailure.UNAVAILABLE;
		}
		if (ex instanceof OAuth2AuthenticationException answer) {
			String code = answer.getError().getErrorCode();
			if (CANCELLED.contains(code)) {
				return FederatedFailure.CANCELLED;
			}
			return OUT_OF_ORDER.contains(code) ? FederatedFailure.UNAVAILABLE : null;
		}
		return null;
	}

	/**
	 * The reason in one line for the log.
	 */
	static String describe(Throwable ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		String line = root.toString().replaceAll("\\p{Cntrl}", " ");
		return (line.length() <= 300) ? line : line.substring(0, 300);
	}

}
