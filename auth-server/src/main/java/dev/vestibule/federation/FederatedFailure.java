package dev.vestibule.federation;

/**
 * Why a login at a provider came to nothing.
 */
public enum FederatedFailure {

	/** The person said no at the provider. */
	CANCELLED,
	/** The login was refused, or is not to be believed. */
	FAILED,
	/** The provider does not answer, or answers nonsense. */
	UNAVAILABLE

}
