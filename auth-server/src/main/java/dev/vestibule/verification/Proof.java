package dev.vestibule.verification;

import java.util.Locale;
import java.util.UUID;

import dev.vestibule.account.EmailAddress;

/**
 * A right code, or a genuine link, that is yet to be spent; only this package makes one.
 */
public final class Proof {

	private final Challenge challenge;

	private final Method method;

	Proof(Challenge challenge, Method method) {
		this.challenge = challenge;
		this.method = method;
	}

	public UUID challengeId() {
		return this.challenge.id();
	}

	public ChallengePurpose purpose() {
		return this.challenge.purpose();
	}

	public EmailAddress email() {
		return this.challenge.email();
	}

	/**
	 * Whose proof it is.
	 * @throws IllegalStateException if its purpose is about no account
	 */
	public UUID accountId() {
		UUID accountId = this.challenge.accountId();
		if (accountId == null) {
			throw new IllegalStateException(purpose() + " is about no account");
		}
		return accountId;
	}

	/**
	 * The account's credential epoch when it was asked for.
	 * @throws IllegalStateException if it does not depend on one
	 */
	public int credentialEpoch() {
		Integer epoch = this.challenge.credentialEpoch();
		if (epoch == null) {
			throw new IllegalStateException(purpose() + " does not depend on credentials");
		}
		return epoch;
	}

	/**
	 * How an account that it proves says it was verified: {@code code} or {@code link}.
	 */
	public String verifiedBy() {
		return this.method.name().toLowerCase(Locale.ROOT);
	}

	Challenge challenge() {
		return this.challenge;
	}

	int generation() {
		return this.challenge.generation();
	}

	/**
	 * What was mailed and came back.
	 */
	enum Method {

		CODE, LINK

	}

}
