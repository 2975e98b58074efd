package dev.vestibule.federation;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticationException;

/**
 * A provider refused, or could not be understood; the message is for the log.
 */
class ProviderException extends AuthenticationException {

	private static final long serialVersionUID = 1L;

	private final FederatedFailure failure;

	private ProviderException(FederatedFailure failure, String message, @Nullable Throwable cause) {
		super(message);
		if (cause != null) {
			initCause(cause);
		}
		this.failure = failure;
	}

	static ProviderException failed(String message) {
		return new ProviderException(FederatedFailure.FAILED, message, null);
	}

	static ProviderException unavailable(String message, @Nullable Throwable cause) {
		return new ProviderException(FederatedFailure.UNAVAILABLE, message, cause);
	}

	FederatedFailure failure() {
		return this.failure;
	}

}
