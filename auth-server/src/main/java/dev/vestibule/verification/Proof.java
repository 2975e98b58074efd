package dev.vestibule.verification;

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

	public EmailAddress email() {
		return this.challenge.email();
	}

	public Method method() {
		return this.method;
	}

	int generation() {
		return this.challenge.generation();
	}

	/**
	 * What was mailed and came back.
	 */
	public enum Method {

		CODE, LINK

	}

}
