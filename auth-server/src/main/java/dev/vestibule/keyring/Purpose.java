package dev.vestibule.keyring;

/**
 * What a derived key is for; keys of different purposes tell nothing about each other
 * (RFC 5869, section 3.2).
 */
public enum Purpose {

	/** The six digits of a verification mail. */
	VERIFICATION_CODE,
	/** The token in the link of a verification mail. */
	VERIFICATION_LINK,
	/** What proves that a login at a provider was begun in this browser. */
	FEDERATED_LOGIN,
	/** Refresh tokens. */
	REFRESH_TOKEN,
	/** The keyed hash under which a client's secret is kept. */
	CLIENT_SECRET,
	/** Private signing keys at rest. */
	SIGNING_KEY,
	/** Our secrets at providers, at rest. */
	PROVIDER_SECRET,
	/** What webhooks are signed with, at rest. */
	WEBHOOK_SECRET,
	/** What opens the mailbox that mails leave from, at rest. */
	MAIL_AUTHORIZATION,
	/** What unsubscribes an account from mailings. */
	UNSUBSCRIBE;

	boolean encrypts() {
		return this == SIGNING_KEY || this == PROVIDER_SECRET || this == WEBHOOK_SECRET || this == MAIL_AUTHORIZATION;
	}

}
